namespace BulkVerify.Statistics;

/// <summary>How much text a row brings to the tables that count it.</summary>
internal static class RowTexts
{
    /// <summary>Most tables that one text is counted in, examples among them.</summary>
    private const int Tables = 6;

    /// <summary>Memory that counting the row can take, in octets, about.</summary>
    public static long MemoryOf(MessageRow row)
    {
        long length = row.Archive.Length + row.MessageId.Length + row.AuthorDomain.Length + row.AuthorName.Length + row.OrganizationalDomain.Length + row.MailFrom.Length + row.Helo.Length
            + row.ClientIp.Length + row.SpfDomain.Length + row.SpfPath.Length + row.Sender.Length + row.SenderEvidence.Length + row.Platform.Length + row.ClaimedVendor.Length
            + row.ReplyToDomain.Length + row.ListId.Length + row.Relay.Length + row.HandedBy.Length + row.DmarcPolicyDomain.Length + row.DmarcWalk.Length + row.Dmarc7489Walk.Length + row.DmarcDifference.Length
            + row.RelayOrganization.Length + row.RelayedFor.Length + WordsOf(row);
        foreach (SignatureRow signature in row.Dkim)
            length += signature.D.Length + signature.S.Length;
        return Tables * sizeof(char) * length;
    }

    /// <summary>Words of closed sets, which only files of another version could make long.</summary>
    private static long WordsOf(MessageRow row) =>
        row.SenderKind.Length + row.SpfResult.Length + row.SpfReason.Length + row.DmarcResult.Length + row.DmarcReason.Length + row.DmarcPolicy.Length + row.DmarcEffectivePolicy.Length
        + row.Dmarc7489Result.Length + row.Dmarc7489Policy.Length + row.DmarcChecks.Length + row.Indirect.Length + row.OneClick.Length + row.Exporter.Length + row.Repair.Length
        + row.ThenBy.Length + row.ThenOfferedBy.Length + row.ThenSpf.Length + row.ThenDkim.Length + row.ThenDmarc.Length + row.ThenSpfReason.Length + row.ThenDkimReason.Length + row.ThenDmarcReason.Length;
}
