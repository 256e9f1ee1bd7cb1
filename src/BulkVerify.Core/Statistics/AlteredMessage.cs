namespace BulkVerify.Statistics;

/// <summary>A message that is not as it was signed, with what an attempt to repair it needs beside its bytes.</summary>
/// <param name="Archive">Its archive, as rows name it.</param>
/// <param name="Offset">Where it begins there, in bytes.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="ReceivedAt">Time of receipt, seconds of the Unix epoch; null when none is known.</param>
/// <param name="MboxReading">As <see cref="MessageRow.MboxReading"/>.</param>
/// <param name="Signatures">All its signatures, in header order.</param>
/// <param name="Repair">The repair that its row names already; empty without.</param>
public sealed record AlteredMessage(
    string Archive, long Offset, StreamKey Stream, long? ReceivedAt, string MboxReading, IReadOnlyList<AlteredSignature> Signatures, string Repair) : IComparable<AlteredMessage>
{
    /// <summary>Largest message that is worth an attempt, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>More than a message can have that is read from a file of statistics.</summary>
    private const int MaxSignatures = 1024;

    /// <summary>True for the row of a message that is worth an attempt.</summary>
    public static bool Suits(MessageRow row) => row.Length <= MaxLength && row.Dkim.Exists(static s => s.BodyHash == "mismatch" || s.Reason == "SignatureMismatch");

    /// <summary>The message of a row.</summary>
    public static AlteredMessage Of(MessageRow row) => new(
        row.Archive, row.Offset, new StreamKey(row.Sender, row.AuthorDomain), row.ReceivedAt, row.MboxReading,
        [.. row.Dkim.Select(s => new AlteredSignature(s.BodyHash, s.Reason == "SignatureMismatch"))], row.Repair);

    internal static AlteredMessage None { get; } = new("", 0, default, null, "", [], "");

    /// <summary>Itself when writing, what was written when reading.</summary>
    internal AlteredMessage Exchange(TallyPort port)
    {
        var message = new AlteredMessage(
            port.Exchange(Archive), port.Exchange(Offset), new StreamKey(port.Exchange(Stream.Sender ?? ""), port.Exchange(Stream.AuthorDomain ?? "")), port.Exchange(ReceivedAt),
            port.Exchange(MboxReading), new AlteredSignature[port.ExchangeCount(Signatures.Count, MaxSignatures)], port.Exchange(Repair));
        var signatures = (AlteredSignature[])message.Signatures;
        for (int i = 0; i < signatures.Length; i++)
        {
            AlteredSignature signature = port.IsReading ? new AlteredSignature("", false) : Signatures[i];
            signatures[i] = new AlteredSignature(port.Exchange(signature.BodyHash), port.Exchange(signature.IsHeaderAltered));
        }
        return message;
    }

    /// <summary>By archive, then by offset.</summary>
    public int CompareTo(AlteredMessage? other) => other is null ? 1 : Compare(Archive, Offset, other);

    internal static int Compare(string archive, long offset, AlteredMessage other)
    {
        int byArchive = string.CompareOrdinal(archive, other.Archive);
        return byArchive != 0 ? byArchive : offset.CompareTo(other.Offset);
    }
}
