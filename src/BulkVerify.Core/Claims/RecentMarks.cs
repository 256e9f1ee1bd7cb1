namespace BulkVerify.Claims;

/// <summary>The marks of late messages: those of a sender mostly have the same, which are made once. One per worker: not thread-safe.</summary>
internal sealed class RecentMarks
{
    private const int Bits = 9;

    private readonly VendorMarks?[] _recent = new VendorMarks?[1 << Bits];

    public VendorMarks Of(List<HeaderFingerprint> headers, List<string> feedbackIdOwners, List<DomainName> unsubscribeHosts)
    {
        if (headers.Count + feedbackIdOwners.Count + unsubscribeHosts.Count == 0)
            return VendorMarks.None;
        var hash = new HashCode();
        foreach (HeaderFingerprint header in headers)
            hash.Add(header.Name.Length + header.Owner.Length);
        foreach (string owner in feedbackIdOwners)
            hash.Add(owner.Length);
        foreach (DomainName host in unsubscribeHosts)
            hash.Add(host);
        ref VendorMarks? recent = ref _recent[(uint)hash.ToHashCode() >> (32 - Bits)];
        if (recent is null || !IsSame(headers, recent.Headers) || !IsSame(feedbackIdOwners, recent.FeedbackIdOwners) || !IsSame(unsubscribeHosts, recent.UnsubscribeHosts))
            recent = new VendorMarks(headers.ToArray(), feedbackIdOwners.ToArray(), unsubscribeHosts.ToArray());
        return recent;
    }

    private static bool IsSame<T>(List<T> now, IReadOnlyList<T> before)
        where T : class, IEquatable<T>
    {
        if (now.Count != before.Count)
            return false;
        for (int i = 0; i < now.Count; i++)
        {
            if (!now[i].Equals(before[i]))
                return false;
        }
        return true;
    }
}
