using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>What of a row says how its message counts and why, as octets: equal for messages that count alike. Stateless; safe for all threads.</summary>
internal static class RowVerdict
{
    /// <summary>Appends it.</summary>
    public static void Write(PackedWriter to, MessageRow row)
    {
        to.Text(row.Sender);
        to.Text(row.AuthorDomain);
        to.Text(row.Class);
        to.Text(row.SpfResult);
        to.Text(row.SpfReason);
        to.Flag(row.SpfAligned);
        to.Text(row.DmarcResult);
        to.Text(row.DmarcReason);
        to.Text(row.DmarcEffectivePolicy);
        to.Text(row.Indirect);
        to.Text(row.Repair);
        to.Count(row.Dkim.Count);
        foreach (SignatureRow signature in row.Dkim)
        {
            to.Text(signature.Result);
            to.Text(signature.Reason);
            to.Flag(signature.Aligned);
        }
    }

    /// <summary>A row that has these members, the rest being as in a new one.</summary>
    public static MessageRow Read(ref PackedReader from)
    {
        var row = new MessageRow
        {
            Sender = from.Text(),
            AuthorDomain = from.Text(),
            Class = from.Text(),
            SpfResult = from.Text(),
            SpfReason = from.Text(),
            SpfAligned = from.Flag(),
            DmarcResult = from.Text(),
            DmarcReason = from.Text(),
            DmarcEffectivePolicy = from.Text(),
            Indirect = from.Text(),
            Repair = from.Text(),
        };
        for (int i = from.Items(); i > 0; i--)
            row.Dkim.Add(new SignatureRow { Result = from.Text(), Reason = from.Text(), Aligned = from.Flag() });
        return row;
    }
}
