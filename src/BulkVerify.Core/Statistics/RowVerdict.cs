using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>What of a row says how its message counts and why, as octets: equal for messages that count alike. Texts are few: each is its number in the block. Stateless; safe for all threads.</summary>
internal static class RowVerdict
{
    /// <summary>Appends it.</summary>
    /// <param name="to">What it is appended to.</param>
    /// <param name="row">The row.</param>
    /// <param name="numberOf">The number of a text.</param>
    public static void Write(PackedWriter to, MessageRow row, Func<string, int> numberOf)
    {
        Text(row.Sender);
        Text(row.AuthorDomain);
        Text(row.Class);
        Text(row.SpfResult);
        Text(row.SpfReason);
        to.Flag(row.SpfAligned);
        Text(row.DmarcResult);
        Text(row.DmarcReason);
        Text(row.DmarcEffectivePolicy);
        Text(row.Indirect);
        Text(row.Repair);
        to.Count(row.Dkim.Count);
        foreach (SignatureRow signature in row.Dkim)
        {
            Text(signature.Result);
            Text(signature.Reason);
            to.Flag(signature.Aligned);
        }

        void Text(string text) => to.Count(numberOf(text));
    }

    /// <summary>A row that has these members, the rest being as in a new one.</summary>
    /// <param name="from">What <see cref="Write"/> wrote.</param>
    /// <param name="texts">Texts by number.</param>
    public static MessageRow Read(ref PackedReader from, List<string> texts)
    {
        var row = new MessageRow
        {
            Sender = Text(ref from, texts),
            AuthorDomain = Text(ref from, texts),
            Class = Text(ref from, texts),
            SpfResult = Text(ref from, texts),
            SpfReason = Text(ref from, texts),
            SpfAligned = from.Flag(),
            DmarcResult = Text(ref from, texts),
            DmarcReason = Text(ref from, texts),
            DmarcEffectivePolicy = Text(ref from, texts),
            Indirect = Text(ref from, texts),
            Repair = Text(ref from, texts),
        };
        for (int i = from.Items(); i > 0; i--)
            row.Dkim.Add(new SignatureRow { Result = Text(ref from, texts), Reason = Text(ref from, texts), Aligned = from.Flag() });
        return row;
    }

    private static string Text(ref PackedReader from, List<string> texts)
    {
        int number = from.Count(int.MaxValue);
        if (number < texts.Count)
            return texts[number];
        from.Fail();
        return "";
    }
}
