using System.Text;

namespace BulkVerify.Claims;

/// <summary>The fields and Feedback-IDs that tell services apart, arranged for one look-up per header field. Immutable and safe for all threads.</summary>
public sealed class HeaderFingerprints
{
    private const int Buckets = 512;

    /// <summary>Nothing to look for.</summary>
    public static readonly HeaderFingerprints None = new([], []);

    private readonly (byte[] Name, HeaderFingerprint[] Fingerprints)[][] _buckets = new (byte[], HeaderFingerprint[])[Buckets][];

    /// <param name="headers">Fields, several of one name allowed.</param>
    /// <param name="feedbackIds">Shapes of Feedback-ID and their owners.</param>
    public HeaderFingerprints(IEnumerable<HeaderFingerprint> headers, IEnumerable<(string Owner, ValuePattern Value)> feedbackIds)
    {
        FeedbackIds = [.. feedbackIds];
        foreach (IGrouping<string, HeaderFingerprint> group in headers.GroupBy(h => h.Name, StringComparer.OrdinalIgnoreCase))
        {
            byte[] name = Encoding.ASCII.GetBytes(group.Key);
            if (name.Length == 0)
                continue;
            ref (byte[], HeaderFingerprint[])[]? bucket = ref _buckets[Bucket(name)]!;
            bucket = [.. bucket ?? [], (name, group.ToArray())];
        }
    }

    internal (string Owner, ValuePattern Value)[] FeedbackIds { get; }

    /// <summary>Fingerprints of a field of this name, any case; empty for nearly every name.</summary>
    public ReadOnlySpan<HeaderFingerprint> Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || _buckets[Bucket(name)] is not { } bucket)
            return default;
        foreach ((byte[] known, HeaderFingerprint[] fingerprints) in bucket)
        {
            if (Ascii.EqualsIgnoreCase(known, name))
                return fingerprints;
        }
        return default;
    }

    private static int Bucket(ReadOnlySpan<byte> name) => ((name.Length * 67) + ((name[^1] | 0x20) * 5) + (name[name.Length / 2] | 0x20)) % Buckets;
}
