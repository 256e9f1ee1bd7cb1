using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>
/// What is known of one service that sends mail for others: one entry of vendors.json, whose keys are the names of these properties as given below.
/// An absent key means "not known", never "no". Immutable.
/// </summary>
/// <remarks>Names may hold placeholders: <c>{n}</c> digits, <c>{domain}</c> one or more labels (the customer's domain), any other <c>{word}</c> a part of one
/// label such as an account or a region; <c>{a,b}</c> and <c>{1-3}</c> are alternatives. A domain name covers the names below it.</remarks>
public sealed record Vendor
{
    /// <summary><c>id</c>: lower-case letters, digits and hyphens; what tables and options call the vendor. Required.</summary>
    public required string Id { get; init; }

    /// <summary><c>name</c>: what people call it; the id when absent.</summary>
    public required string Name { get; init; }

    /// <summary><c>category</c>: esp-api, marketing, crm, helpdesk, security-gateway and the like. "hosted-auth" publishes records for others and sends nothing.</summary>
    public string Category { get; init; } = "";

    /// <summary><c>home</c>: its web site, without scheme.</summary>
    public string Home { get; init; } = "";

    /// <summary><c>modes</c>: the ways of working it offers: external, internal (hands mail to the customer's servers), do-not-integrate (its own domain in From).</summary>
    public IReadOnlyList<string> Modes { get; init; } = [];

    /// <summary><c>runsOn</c>: ids of the platforms that carry its mail. A message of this vendor shows both; this vendor is the more specific one.</summary>
    public IReadOnlyList<string> RunsOn { get; init; } = [];

    /// <summary><c>spf</c>: names meant for include: in a customer's record; macros stand as placeholders.</summary>
    public IReadOnlyList<string> SpfIncludes { get; init; } = [];

    /// <summary><c>mailFrom</c>: domains of its own in MAIL FROM. One that ends in <c>{domain}</c> is a name it has customers make.</summary>
    public IReadOnlyList<string> MailFromDomains { get; init; } = [];

    /// <summary><c>dkim</c>: domains of its own in d=.</summary>
    public IReadOnlyList<string> DkimDomains { get; init; } = [];

    /// <summary><c>selectors</c>: selectors under customers' domains that suggest this vendor.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary><c>commonSelectors</c>: selectors that it uses and that many others use too; no evidence.</summary>
    public IReadOnlyList<string> CommonSelectors { get; init; } = [];

    /// <summary><c>keyTargets</c>: where the CNAME at selector._domainkey of a customer leads.</summary>
    public IReadOnlyList<string> KeyTargets { get; init; } = [];

    /// <summary><c>sharedKeys</c>: keys that it has unrelated customers publish.</summary>
    public IReadOnlyList<SharedKey> SharedKeys { get; init; } = [];

    /// <summary><c>hosts</c>: what the names of its sending hosts end in.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary><c>headers</c>: fields that it writes: <c>name</c>, optional <c>value</c> (a regular expression), optional <c>side</c>: "either" when gateways write it on receipt too.</summary>
    public IReadOnlyList<HeaderFingerprint> Headers { get; init; } = [];

    /// <summary><c>feedbackId</c>: a regular expression for its Feedback-ID or X-Feedback-ID; null when not known.</summary>
    public ValuePattern? FeedbackId { get; init; }

    /// <summary><c>unsubscribe</c>: hosts in List-Unsubscribe.</summary>
    public IReadOnlyList<string> UnsubscribeHosts { get; init; } = [];

    /// <summary><c>customMailFrom</c>: whether MAIL FROM can be under the customer's domain; null when not known.</summary>
    public bool? SupportsCustomMailFrom { get; init; }

    /// <summary><c>mailFromAlignment</c>: the SPF alignment a customer can reach: strict, relaxed, conditional or no; empty when not known.</summary>
    public string MailFromAlignment { get; init; } = "";

    /// <summary><c>returnPath</c>: the record that puts MAIL FROM under the customer's domain; null when not known or different for each customer. An MX record names in
    /// <c>spf</c> what the SPF record beside it includes.</summary>
    public ReturnPathRecord? ReturnPath { get; init; }

    /// <summary><c>customDkim</c>: whether it can sign with d= under the customer's domain; null when not known.</summary>
    public bool? SupportsCustomDkim { get; init; }

    /// <summary><c>keyRecord</c>: what the customer publishes for DKIM: CNAME, TXT, NS, or several with " or " between; empty when not known.</summary>
    public string KeyRecord { get; init; } = "";

    /// <summary><c>keyBits</c>: sizes of its RSA keys.</summary>
    public IReadOnlyList<int> KeyBits { get; init; } = [];

    /// <summary><c>setup</c>: the vendor's page on authentication; empty when not known.</summary>
    public string Setup { get; init; } = "";

    /// <summary>True for a service that publishes SPF or DKIM records for others and sends no mail itself.</summary>
    internal bool OnlyPublishesRecords => Category == "hosted-auth";
}
