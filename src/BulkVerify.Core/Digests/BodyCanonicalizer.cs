using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>
/// Canonical body (RFC 6376 §3.4.3, §3.4.4). A bare LF is a line end and counts as CRLF; a bare CR is data; a missing CRLF at the end is added.
/// A vector of octets that need no change, which nearly all are, costs one store. Works on the body as a whole, so that it carries no state from piece to piece:
/// <see cref="WithoutEmptyEnd"/> first, then <see cref="Transform"/> over what it returned, then <see cref="EndsOpen"/>.
/// </summary>
internal static class BodyCanonicalizer
{
    private const byte Space = (byte)' ', Tab = (byte)'\t', Cr = (byte)'\r', Lf = (byte)'\n';

    /// <summary>The canonical body as octets. Off the hot path.</summary>
    public static byte[] ToArray(ReadOnlySpan<byte> body, Canonicalization way)
    {
        ReadOnlySpan<byte> lines = WithoutEmptyEnd(body, way);
        // RFC 6376 §3.4.3: an empty body is one CRLF; §3.4.4: in relaxed it is nothing.
        if (lines.IsEmpty)
            return way == Canonicalization.Simple ? "\r\n"u8.ToArray() : [];
        byte[] canonical = new byte[RoomFor(lines.Length)];
        int position = 0;
        bool dropsWhiteSpace = false;
        int length = Transform(lines, ref position, lines.Length, way, canonical, ref dropsWhiteSpace);
        return EndsOpen(lines) ? [.. canonical.AsSpan(0, length), Cr, Lf] : canonical[..length];
    }

    /// <summary>Octets that <see cref="Transform"/> may write for so many octets of body: each of them may be a LF, and vectors are stored whole.</summary>
    public static int RoomFor(int octets) => (2 * octets) + (4 * Vector256<byte>.Count);

    /// <summary>The body up to the end of its last line that is not empty in the canonical form; empty when there is none.</summary>
    public static ReadOnlySpan<byte> WithoutEmptyEnd(ReadOnlySpan<byte> body, Canonicalization way)
    {
        int end = body.Length;
        while (end > 0)
        {
            int lineEnd = end;
            if (body[lineEnd - 1] == Lf)
            {
                lineEnd--;
                if (lineEnd > 0 && body[lineEnd - 1] == Cr)
                    lineEnd--;
            }
            // RFC 6376 §3.4.4: a line of white space alone is empty once that is dropped.
            while (way == Canonicalization.Relaxed && lineEnd > 0 && IsWhiteSpace(body[lineEnd - 1]))
                lineEnd--;
            if (lineEnd > 0 && body[lineEnd - 1] != Lf)
                break;
            end = lineEnd;
        }
        return body[..end];
    }

    /// <summary>True when the last line has no line end, and the canonical form needs a CRLF more.</summary>
    public static bool EndsOpen(ReadOnlySpan<byte> body) => body[^1] != Lf;

    /// <summary>Octets at the start of the body that are canonical as they are; its whole length when all are.</summary>
    public static int CanonicalPrefix(ReadOnlySpan<byte> body, Canonicalization way)
    {
        ref byte source = ref MemoryMarshal.GetReference(body);
        int i = 0;
        while (i < body.Length && IsUnchanged(body, i, way))
        {
            i++;
            while (i + Vector256<byte>.Count < body.Length)
            {
                uint changes = BareNewlines(ref source, (nuint)i) | (way == Canonicalization.Relaxed ? WhiteSpaceChanges(ref source, (nuint)i) : 0);
                if (changes != 0)
                {
                    i += BitOperations.TrailingZeroCount(changes);
                    break;
                }
                i += Vector256<byte>.Count;
            }
        }
        return i;
    }

    /// <summary>Writes the canonical form of the body from <paramref name="position"/> to about <paramref name="limit"/>; the rest follows in the next call.</summary>
    /// <param name="to">At least <see cref="RoomFor"/> the octets between.</param>
    /// <param name="dropsWhiteSpace">Set when white space was changed: the simple form differs then.</param>
    /// <returns>Octets written.</returns>
    public static int Transform(ReadOnlySpan<byte> body, ref int position, int limit, Canonicalization way, Span<byte> to, ref bool dropsWhiteSpace) =>
        // Two copies of the loop, each without the other's questions.
        way == Canonicalization.Relaxed
            ? Run(body, ref position, limit, relaxed: true, to, ref dropsWhiteSpace)
            : Run(body, ref position, limit, relaxed: false, to, ref dropsWhiteSpace);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Run(ReadOnlySpan<byte> body, ref int position, int limit, bool relaxed, Span<byte> to, ref bool dropsWhiteSpace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, RoomFor(limit - position));
        ref byte source = ref MemoryMarshal.GetReference(body);
        ref byte target = ref MemoryMarshal.GetReference(to);
        int i = position, written = 0;
        if (i == 0 && i < limit)
            Step(body, ref i, relaxed, to, ref written, ref dropsWhiteSpace);
        while (i < limit)
        {
            if (i + Vector256<byte>.Count < body.Length)
            {
                Vector256.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref target, (nuint)written);
                uint newlines = BareNewlines(ref source, (nuint)i);
                uint changes = relaxed ? newlines | WhiteSpaceChanges(ref source, (nuint)i) : newlines;
                if (changes == newlines && i + (2 * Vector256<byte>.Count) < body.Length)
                {
                    SplitLines(ref source, i, newlines, ref target, written);
                    i += Vector256<byte>.Count;
                    written += Vector256<byte>.Count + BitOperations.PopCount(newlines);
                    continue;
                }
                int unchanged = changes == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(changes);
                i += unchanged;
                written += unchanged;
                if (changes == 0)
                    continue;
            }
            Step(body, ref i, relaxed, to, ref written, ref dropsWhiteSpace);
        }
        position = i;
        return written;
    }

    /// <summary>Writes a CRLF for each bare LF of a vector that was stored as it is, and what follows it in the vector after it once more.</summary>
    /// <param name="newlines">The bare LFs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitLines(ref byte source, int i, uint newlines, ref byte target, int written)
    {
        for (; newlines != 0; newlines &= newlines - 1)
        {
            int place = BitOperations.TrailingZeroCount(newlines);
            ref byte end = ref Unsafe.Add(ref target, written + place);
            Unsafe.WriteUnaligned(ref end, (ushort)(Cr | (Lf << 8)));
            Vector256.LoadUnsafe(ref source, (nuint)(i + place + 1)).StoreUnsafe(ref end, 2);
            written++;
        }
    }

    /// <summary>Writes what one octet, or a run of white space that begins with it, becomes.</summary>
    private static void Step(ReadOnlySpan<byte> body, ref int i, bool relaxed, Span<byte> to, ref int written, ref bool dropsWhiteSpace)
    {
        byte octet = body[i];
        if (octet == Lf)
        {
            if (i == 0 || body[i - 1] != Cr)
                to[written++] = Cr;
            to[written++] = Lf;
            i++;
        }
        else if (relaxed && IsWhiteSpace(octet))
        {
            // RFC 6376 §3.4.4: white space at the end of a line is dropped, other runs of it become one space.
            int run = body[i..].IndexOfAnyExcept(Space, Tab);
            int end = run < 0 ? body.Length : i + run;
            bool kept = !IsLineEnd(body, end);
            if (kept)
                to[written++] = Space;
            dropsWhiteSpace |= !kept || octet == Tab || end - i > 1;
            i = end;
        }
        else
        {
            to[written++] = octet;
            i++;
        }
    }

    /// <summary>The octets of a vector that are bare LFs. An octet must stand before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BareNewlines(ref byte source, nuint i) =>
        Vector256.AndNot(
            Vector256.Equals(Vector256.LoadUnsafe(ref source, i), Vector256.Create(Lf)),
            Vector256.Equals(Vector256.LoadUnsafe(ref source, i - 1), Vector256.Create(Cr))).ExtractMostSignificantBits();

    /// <summary>The octets of a vector that are tabs, or spaces before anything that is no text. An octet must stand after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint WhiteSpaceChanges(ref byte source, nuint i)
    {
        Vector256<byte> here = Vector256.LoadUnsafe(ref source, i);
        Vector256<byte> next = Vector256.LoadUnsafe(ref source, i + 1);
        Vector256<byte> spaces = Vector256.Equals(here, Vector256.Create(Space)) & Vector256.LessThanOrEqual(next, Vector256.Create(Space));
        return (spaces | Vector256.Equals(here, Vector256.Create(Tab))).ExtractMostSignificantBits();
    }

    private static bool IsUnchanged(ReadOnlySpan<byte> body, int i, Canonicalization way) => body[i] switch
    {
        Lf => i > 0 && body[i - 1] == Cr,
        Tab => way == Canonicalization.Simple,
        Space => way == Canonicalization.Simple || !(IsLineEnd(body, i + 1) || IsWhiteSpace(body[i + 1])),
        _ => true,
    };

    /// <summary>True at the end of the body, at a LF and at a CRLF.</summary>
    private static bool IsLineEnd(ReadOnlySpan<byte> body, int i) =>
        i == body.Length || body[i] == Lf || (body[i] == Cr && i + 1 < body.Length && body[i + 1] == Lf);

    private static bool IsWhiteSpace(byte octet) => octet is Space or Tab;
}
