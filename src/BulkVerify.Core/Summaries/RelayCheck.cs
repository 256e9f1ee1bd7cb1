namespace BulkVerify.Summaries;

/// <summary>One condition that mail handed to one's own relays has to meet, judged over the mail that a relay took from hosts of others.</summary>
/// <param name="Relay">Organizational domain of the relay.</param>
/// <param name="Name">envelope: mail that says it is yours has an envelope of yours. open-relay: the relay takes nothing with From and envelope of others for mailboxes of others.
/// organizations: stands alone for a relay that the user named, when nothing says whose mail it relays.</param>
/// <param name="State">Met, not met, or cannot tell.</param>
/// <param name="Violations">Messages against the condition, of <paramref name="Judged"/>.</param>
/// <param name="Open">Messages that cannot tell: no envelope is known, or the relay did not note the mailbox.</param>
/// <param name="Examples">Messages against the condition; where there are none, of those that cannot tell.</param>
public sealed record RelayCheck(string Relay, string Name, RequirementState State, long Violations, long Judged, long Open, IReadOnlyList<SummaryExample> Examples)
{
    internal const string WhoseName = "organizations";

    public string Words => (Name, State) switch
    {
        ("envelope", RequirementState.Met) => "mail handed over in your name has an envelope of yours",
        ("envelope", RequirementState.NotMet) => "mail handed over in your name has an envelope of others: bounces go there, and SPF does not align",
        ("envelope", _) => "no envelope of mail handed over in your name is known",
        (WhoseName, _) => "no mail is From its own domain: say with --organization which domains are yours",
        (_, RequirementState.Met) => "nothing of others was relayed to others",
        (_, RequirementState.NotMet) => "mail of others was relayed to others: an open relay, or a forwarder that keeps envelopes",
        _ => "mail of others was relayed, and the relay did not note for whom",
    };
}
