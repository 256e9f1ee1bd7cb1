using System.Text;
using CsCheck;

namespace BulkVerify.Tests.Digests;

/// <summary>Random bodies out of the pieces that canonicalization looks at.</summary>
internal static class BodyGen
{
    public static readonly Gen<byte[]> Bodies = Of(300);

    /// <summary>Lines end in CRLF only, and there is no CR besides.</summary>
    public static readonly Gen<byte[]> Wire = Bodies.Select(b =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(b).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)));

    public static Gen<byte[]> Of(int maxPieces) =>
        Gen.Int[0, 11].Array[0, maxPieces].Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces.Select(p => p switch
        {
            0 => "\r\n",
            1 => "\n",
            2 => " ",
            3 => "\t",
            4 => "  ",
            5 => "word",
            6 => "\u00e4",
            7 => "a somewhat longer run of text, more than a vector",
            8 => "\r",
            9 => "\0\u000b",
            10 => "eine Zeile, wie sie in Briefen vorkommt, mit Zeilenende\n",
            _ => "x",
        }))));
}
