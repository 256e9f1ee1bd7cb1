using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Canonical forms of one header field (RFC 6376 §3.4.1, §3.4.2). A bare LF is a line end and counts as CRLF; a bare CR is data.</summary>
internal static class HeaderCanonicalizer
{
    private const byte Space = (byte)' ', Tab = (byte)'\t', Cr = (byte)'\r', Lf = (byte)'\n';

    /// <summary>Appends the canonical field without a closing CRLF.</summary>
    /// <param name="omit">Octets of the field to leave out, relative to its start: the value of b= in the signature itself (RFC 6376 §3.7).</param>
    public static void Append(ScratchBuffer to, ReadOnlySpan<byte> message, in HeaderField field, Canonicalization way, (int Start, int Length) omit = default)
    {
        int omitStart = omit.Length == 0 ? field.End : field.Start + omit.Start;
        int omitEnd = omitStart + omit.Length;
        if (way == Canonicalization.Simple)
        {
            // RFC 6376 §3.4.1: no change at all.
            AppendLines(to, message[field.Start..omitStart]);
            AppendLines(to, message[omitEnd..field.End]);
            return;
        }
        // RFC 6376 §3.4.2: name in lower case, no white space around the colon.
        Span<byte> room = to.Room(field.End - field.Start + (2 * Vector256<byte>.Count));
        Ascii.ToLower(message.Slice(field.Start, field.NameLength), room, out int length);
        room[length++] = (byte)':';
        // Before what is left out stands "=", so that no white space runs across it.
        length += Relax(message, field.ValueStart, omitStart, room[length..]);
        length += Relax(message, omitEnd, field.End, room[length..]);
        to.Advance(length);
    }

    /// <summary>The octets with every bare LF as CRLF.</summary>
    private static void AppendLines(ScratchBuffer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int newline = text.IndexOf(Lf);
            if (newline < 0)
            {
                to.Append(text);
                return;
            }
            ReadOnlySpan<byte> line = text[..newline];
            to.Append(line);
            if (line.IsEmpty || line[^1] != Cr)
                to.Append(Cr);
            to.Append(Lf);
            text = text[(newline + 1)..];
        }
    }

    /// <summary>RFC 6376 §3.4.2: unfolded; runs of white space as one space; none at either end.</summary>
    /// <param name="to">A vector longer than the octets from <paramref name="start"/> to <paramref name="end"/>.</param>
    /// <returns>Octets written.</returns>
    private static int Relax(ReadOnlySpan<byte> message, int start, int end, Span<byte> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, end - start + Vector256<byte>.Count);
        ref byte source = ref MemoryMarshal.GetReference(message);
        ref byte target = ref MemoryMarshal.GetReference(to);
        int i = SkipBlank(message, start, end, out _), written = 0;
        while (i < end)
        {
            // Vectors may read past the value, into what follows it in the message.
            if (i + Vector256<byte>.Count < message.Length)
            {
                Vector256.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref target, (nuint)written);
                uint changes = Changes(ref source, (nuint)i);
                int unchanged = changes == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(changes);
                if (unchanged >= end - i)
                    return written + end - i;
                i += unchanged;
                written += unchanged;
                if (changes == 0)
                    continue;
            }
            int next = SkipBlank(message, i, end, out bool hasWhiteSpace);
            if (next == i)
            {
                to[written++] = message[i++];
                continue;
            }
            if (next < end && hasWhiteSpace)
                to[written++] = Space;
            i = next;
        }
        return written;
    }

    /// <summary>The octets of a vector that are tabs, CRs, LFs, or spaces before anything that is no text. An octet must stand after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Changes(ref byte source, nuint i)
    {
        Vector256<byte> here = Vector256.LoadUnsafe(ref source, i);
        Vector256<byte> next = Vector256.LoadUnsafe(ref source, i + 1);
        Vector256<byte> spaces = Vector256.Equals(here, Vector256.Create(Space)) & Vector256.LessThanOrEqual(next, Vector256.Create(Space));
        return (Vector256.LessThan(here, Vector256.Create(Space)) | spaces).ExtractMostSignificantBits();
    }

    /// <summary>The first octet from <paramref name="i"/> that is neither white space nor part of a line end.</summary>
    private static int SkipBlank(ReadOnlySpan<byte> message, int i, int end, out bool hasWhiteSpace)
    {
        hasWhiteSpace = false;
        for (; i < end; i++)
        {
            byte octet = message[i];
            if (octet is Space or Tab)
                hasWhiteSpace = true;
            else if (octet != Lf && !(octet == Cr && i + 1 < end && message[i + 1] == Lf))
                break;
        }
        return i;
    }
}
