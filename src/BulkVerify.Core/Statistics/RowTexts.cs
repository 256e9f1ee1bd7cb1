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
            + row.ReplyToDomain.Length + row.ListId.Length + row.Relay.Length + row.HandedBy.Length + row.DmarcPolicyDomain.Length + row.DmarcWalk.Length + row.Dmarc7489Walk.Length + row.DmarcDifference.Length;
        foreach (SignatureRow signature in row.Dkim)
            length += signature.D.Length + signature.S.Length;
        return Tables * sizeof(char) * length;
    }
}
