namespace BulkVerify.Statistics;

/// <content>A row that is filled for one message after the other, with its signatures. Rows that were read or are handed out are made anew.</content>
public sealed partial class MessageRow : IReusable
{
    private readonly List<SignatureRow> _spare = [];

    /// <summary>Adds a signature that holds what a new one holds; it goes with the row.</summary>
    internal SignatureRow AddSignature()
    {
        SignatureRow signature = _spare.Count > 0 ? _spare[^1] : new SignatureRow();
        if (_spare.Count > 0)
            _spare.RemoveAt(_spare.Count - 1);
        Dkim.Add(signature);
        return signature;
    }

    public void Clear()
    {
        for (int i = 0; i < Dkim.Count && _spare.Count < ReusedList<MessageRow>.MaxKept; i++)
        {
            Dkim[i].Clear();
            _spare.Add(Dkim[i]);
        }
        Dkim.Clear();
        (Offset, Length, SpfLookups) = (0, 0, 0);
        Date = ReceivedAt = null;
        ArcOldestPass = null;
        SpfAligned = RelayOfAuthor = RelayIsNamed = ThenSpfAligned = false;
        Archive = MessageId = ReceivedAtSource = Class = AuthorDomain = AuthorStatus = MailFrom = MailFromSource = Helo = ClientIp = ClientIpSource = SpfResult =
            SpfDomain = SpfReason = SpfPath = HeloResult = ArcResult = ArcReason = ArcState = ArcSets = DmarcResult = DmarcPolicy = DmarcEffectivePolicy =
            DmarcRules = DmarcReason = DmarcPolicyDomain = OrganizationalDomain = Dmarc7489Result = Dmarc7489Policy = Dmarc7489Reason = DmarcDifference =
            DmarcWalk = Dmarc7489Walk = DmarcChecks = Sender = SenderKind = SenderStrength = Platform = ClaimedVendor = RunnerUp = SenderEvidence = HandedBy =
            Relay = RelayOrganization = RelayedFor = AuthorName = ReplyToDomain = ListId = Indirect = MboxReading = Repair = Exporter = ThenSpf = ThenDkim =
            ThenDmarc = ThenBy = ThenOfferedBy = ThenSpfReason = ThenDkimReason = ThenDmarcReason = OneClick = Fingerprint = "";
    }
}
