using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Canonical body (RFC 6376 §3.4.3, §3.4.4), a line at a time, into a <see cref="BodySink"/>. A bare LF is a line end and counts as CRLF; a bare CR is data;
/// a missing CRLF at the end is added. Lines that need no change, which are nearly all, are copied whole.
/// </summary>
internal static class BodyCanonicalizer
{
    public static void Canonicalize(ReadOnlySpan<byte> body, Canonicalization way, BodySink to)
    {
        // Empty lines are held back: those at the end of the body are ignored.
        long emptyLines = 0;
        bool any = false;
        while (!body.IsEmpty)
        {
            int newline = body.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = newline < 0 ? body : body[..newline];
            if (newline > 0 && line[^1] == (byte)'\r')
                line = line[..^1];
            body = newline < 0 ? [] : body[(newline + 1)..];
            if (way == Canonicalization.Relaxed)
                line = line.TrimEnd(" \t"u8);
            if (line.IsEmpty)
            {
                emptyLines++;
                continue;
            }
            for (; emptyLines > 0; emptyLines--)
                to.AppendLine([]);
            if (way == Canonicalization.Relaxed && HasWhiteSpaceRun(line))
                AppendRelaxed(line, to);
            else
                to.AppendLine(line);
            any = true;
        }
        // RFC 6376 §3.4.3: an empty body is one CRLF; §3.4.4: in relaxed it is nothing.
        if (!any && way == Canonicalization.Simple)
            to.AppendLine([]);
    }

    /// <summary>True when the line holds a tab, or two spaces in a row.</summary>
    private static bool HasWhiteSpaceRun(ReadOnlySpan<byte> line)
    {
        ref byte start = ref MemoryMarshal.GetReference(line);
        int i = 0;
        Vector256<byte> space = Vector256.Create((byte)' ');
        Vector256<byte> tab = Vector256.Create((byte)'\t');
        for (; i + Vector256<byte>.Count < line.Length; i += Vector256<byte>.Count)
        {
            Vector256<byte> here = Vector256.LoadUnsafe(ref start, (nuint)i);
            Vector256<byte> next = Vector256.LoadUnsafe(ref start, (nuint)i + 1);
            if (((Vector256.Equals(here, space) & Vector256.Equals(next, space)) | Vector256.Equals(here, tab)) != Vector256<byte>.Zero)
                return true;
        }
        for (; i < line.Length; i++)
        {
            byte c = Unsafe.Add(ref start, i);
            if (c == (byte)'\t' || (c == (byte)' ' && i + 1 < line.Length && Unsafe.Add(ref start, i + 1) == (byte)' '))
                return true;
        }
        return false;
    }

    // RFC 6376 §3.4.4: runs of white space within a line as one space.
    private static void AppendRelaxed(ReadOnlySpan<byte> line, BodySink to)
    {
        while (!line.IsEmpty)
        {
            int white = line.IndexOfAny((byte)' ', (byte)'\t');
            if (white < 0)
            {
                to.Append(line);
                break;
            }
            to.Append(line[..white]);
            to.Append(" "u8);
            line = line[white..].TrimStart(" \t"u8);
        }
        to.Append("\r\n"u8);
    }
}
