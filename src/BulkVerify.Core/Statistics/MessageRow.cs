using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>The facts of one message, as kept in the run folder and exported. What follows from several messages is decided when summarizing.
/// Texts that come from mail are kept as they are; whoever prints them escapes them. Absent texts are empty.</summary>
public sealed partial class MessageRow
{
    /// <summary>Archive as the run names it.</summary>
    [JsonPropertyName("archive")]
    public string Archive { get; set; } = "";

    /// <summary>Offset of the separator, or of the first byte, in bytes of the decompressed archive.</summary>
    [JsonPropertyName("offset")]
    public long Offset { get; set; }

    /// <summary>Length of the message in bytes as stored, separator excluded.</summary>
    [JsonPropertyName("length")]
    public int Length { get; set; }

    [JsonPropertyName("message_id")]
    public string MessageId { get; set; } = "";

    /// <summary>Date field, seconds of the Unix epoch; null when missing or no date.</summary>
    [JsonPropertyName("date")]
    public long? Date { get; set; }

    /// <summary>Time of receipt that x= was judged at, seconds of the Unix epoch; null when nothing tells it.</summary>
    [JsonPropertyName("received_at")]
    public long? ReceivedAt { get; set; }

    /// <summary>What told <see cref="ReceivedAt"/>.</summary>
    [JsonPropertyName("received_at_source")]
    public string ReceivedAtSource { get; set; } = "";

    /// <summary>received, or never-received (sent copies, drafts, folder-internal data).</summary>
    [JsonPropertyName("class")]
    public string Class { get; set; } = "";

    /// <summary>RFC 5322 author domain; of several the one that decided DMARC.</summary>
    [JsonPropertyName("author_domain")]
    public string AuthorDomain { get; set; } = "";

    /// <summary>Whether the From field has one author domain, and if not why.</summary>
    [JsonPropertyName("author_status")]
    public string AuthorStatus { get; set; } = "";

    /// <summary>RFC 5321 MAIL FROM as local@domain, "&lt;&gt;" for the null reverse-path.</summary>
    [JsonPropertyName("mail_from")]
    public string MailFrom { get; set; } = "";

    [JsonPropertyName("mail_from_source")]
    public string MailFromSource { get; set; } = "";

    [JsonPropertyName("helo")]
    public string Helo { get; set; } = "";

    [JsonPropertyName("client_ip")]
    public string ClientIp { get; set; } = "";

    [JsonPropertyName("client_ip_source")]
    public string ClientIpSource { get; set; } = "";

    /// <summary>Result for the MAIL FROM identity.</summary>
    [JsonPropertyName("spf_result")]
    public string SpfResult { get; set; } = "";

    [JsonPropertyName("spf_domain")]
    public string SpfDomain { get; set; } = "";

    [JsonPropertyName("spf_reason")]
    public string SpfReason { get; set; } = "";

    [JsonPropertyName("spf_aligned")]
    public bool SpfAligned { get; set; }

    /// <summary>The terms that led to the result, " > " between them.</summary>
    [JsonPropertyName("spf_path")]
    public string SpfPath { get; set; } = "";

    /// <summary>Terms of the record that caused look-ups, of the 10 that RFC 7208 §4.6.4 allows.</summary>
    [JsonPropertyName("spf_lookups")]
    public int SpfLookups { get; set; }

    /// <summary>Result for the HELO identity.</summary>
    [JsonPropertyName("helo_result")]
    public string HeloResult { get; set; } = "";

    /// <summary>In header order, topmost first.</summary>
    [JsonPropertyName("dkim")]
    public List<SignatureRow> Dkim { get; set; } = [];

    [JsonPropertyName("arc_result")]
    public string ArcResult { get; set; } = "";

    [JsonPropertyName("arc_reason")]
    public string ArcReason { get; set; } = "";

    /// <summary>"broken" (certainly), "unverifiable" (a key or an answer is missing, nothing is certainly broken); empty without a chain and for one that passes.</summary>
    [JsonPropertyName("arc_state")]
    public string ArcState { get; set; } = "";

    /// <summary>The sets from the first to the newest, "i=1 cv=none d=example.org AMS=pass AS=pass", "; " between. Empty when the structure is broken.</summary>
    [JsonPropertyName("arc_sets")]
    public string ArcSets { get; set; } = "";

    /// <summary>Instance of the oldest message signature that verifies with all newer ones, 0 when all do (RFC 8617 §5.2 step 5); null when the newest does not.</summary>
    [JsonPropertyName("arc_oldest_pass")]
    public int? ArcOldestPass { get; set; }

    /// <summary>Result under the rules of the run.</summary>
    [JsonPropertyName("dmarc_result")]
    public string DmarcResult { get; set; } = "";

    /// <summary>Published policy that applies to the author domain: p, sp or np. Whether np does is asked of the DNS only for mail that fails (RFC 9989 §4.10.1), whose handling depends on it: of mail that
    /// passes this is p or sp where nothing that was asked tells that the author domain does not exist.</summary>
    [JsonPropertyName("dmarc_policy")]
    public string DmarcPolicy { get; set; } = "";

    /// <summary>Policy after t=y (RFC 9989 §4.7).</summary>
    [JsonPropertyName("dmarc_effective_policy")]
    public string DmarcEffectivePolicy { get; set; } = "";

    /// <summary>9989 or 7489.</summary>
    [JsonPropertyName("dmarc_rules")]
    public string DmarcRules { get; set; } = "";

    [JsonPropertyName("dmarc_reason")]
    public string DmarcReason { get; set; } = "";

    /// <summary>Domain whose record applies.</summary>
    [JsonPropertyName("dmarc_policy_domain")]
    public string DmarcPolicyDomain { get; set; } = "";

    /// <summary>Organizational domain of the author domain.</summary>
    [JsonPropertyName("organizational_domain")]
    public string OrganizationalDomain { get; set; } = "";

    /// <summary>Result under RFC 7489 when both rule sets were asked for; empty otherwise.</summary>
    [JsonPropertyName("dmarc_7489_result")]
    public string Dmarc7489Result { get; set; } = "";

    [JsonPropertyName("dmarc_7489_policy")]
    public string Dmarc7489Policy { get; set; } = "";

    [JsonPropertyName("dmarc_7489_reason")]
    public string Dmarc7489Reason { get; set; } = "";

    /// <summary>Where the two rule sets differ: identifiers that align under one of them only. Empty elsewhere.</summary>
    [JsonPropertyName("dmarc_difference")]
    public string DmarcDifference { get; set; } = "";

    /// <summary>Where the two rule sets differ: organizational domain, queries and records under RFC 9989. Empty elsewhere.</summary>
    [JsonPropertyName("dmarc_walk")]
    public string DmarcWalk { get; set; } = "";

    /// <summary>Where the two rule sets differ: organizational domain, queries and records under RFC 7489. Empty elsewhere.</summary>
    [JsonPropertyName("dmarc_7489_walk")]
    public string Dmarc7489Walk { get; set; } = "";

    /// <summary>What RFC 9989 §7.4 and §8 ask of senders and this message shows, met or broken, ", " between.</summary>
    [JsonPropertyName("dmarc_checks")]
    public string DmarcChecks { get; set; } = "";

    /// <summary>True when the rule sets were both asked and come to different ends.</summary>
    public bool DoRulesDiffer() => Dmarc7489Result.Length > 0 && (Dmarc7489Result, Dmarc7489Policy) != (DmarcResult, DmarcPolicy);

    /// <summary>A vendor of the catalog, else the organizational domain of the strongest identifier, else an address block.</summary>
    [JsonPropertyName("sender")]
    public string Sender { get; set; } = "";

    /// <summary>What <see cref="Sender"/> names: Vendor, ClaimedVendor, Own, Domain, AddressBlock or Unknown.</summary>
    [JsonPropertyName("sender_kind")]
    public string SenderKind { get; set; } = "";

    /// <summary>How far the best evidence can be trusted: Certain, Strong, Weak, Claimed or None.</summary>
    [JsonPropertyName("sender_strength")]
    public string SenderStrength { get; set; } = "";

    /// <summary>Id of the vendor whose servers carry the mail of <see cref="Sender"/>; empty when that is not shown.</summary>
    [JsonPropertyName("platform")]
    public string Platform { get; set; } = "";

    /// <summary>Id of the vendor that the message names and nothing verifies; empty when it names none beside <see cref="Sender"/> and <see cref="Platform"/>.</summary>
    [JsonPropertyName("claimed_vendor")]
    public string ClaimedVendor { get; set; } = "";

    /// <summary>Id of another vendor that verified evidence shows and that did not win; empty without one.</summary>
    [JsonPropertyName("runner_up")]
    public string RunnerUp { get; set; } = "";

    /// <summary>The evidence in words, best first, "; " between.</summary>
    [JsonPropertyName("sender_evidence")]
    public string SenderEvidence { get; set; } = "";

    /// <summary>The host that the sending host had the message from, where it is of another organization; empty otherwise. Written by the sending side.</summary>
    [JsonPropertyName("handed_by")]
    public string HandedBy { get; set; } = "";

    /// <summary>The sending host as it names itself, where <see cref="HandedBy"/> handed it the message; empty otherwise.</summary>
    [JsonPropertyName("relay")]
    public string Relay { get; set; } = "";

    /// <summary>Organizational domain of <see cref="Relay"/>; empty without one.</summary>
    [JsonPropertyName("relay_organization")]
    public string RelayOrganization { get; set; } = "";

    /// <summary>True when <see cref="Relay"/> is a host of the author's organization.</summary>
    [JsonPropertyName("relay_of_author")]
    public bool RelayOfAuthor { get; set; }

    /// <summary>True when the user named <see cref="Relay"/> as a host of their own (--outbound-relay).</summary>
    [JsonPropertyName("relay_is_named")]
    public bool RelayIsNamed { get; set; }

    /// <summary>Domain of the mailbox that <see cref="Relay"/> took the message for; empty when it does not say.</summary>
    [JsonPropertyName("relayed_for")]
    public string RelayedFor { get; set; } = "";

    /// <summary>Display name of From, decoded, where it may name somebody else than <see cref="AuthorDomain"/>: the domain is a vendor's, or the name holds a domain, an address or
    /// " via ". Empty otherwise.</summary>
    [JsonPropertyName("author_name")]
    public string AuthorName { get; set; } = "";

    /// <summary>Domain of Reply-To; empty without one.</summary>
    [JsonPropertyName("reply_to_domain")]
    public string ReplyToDomain { get; set; } = "";

    /// <summary>List-Id, or another trace of a list or forwarder.</summary>
    [JsonPropertyName("list_id")]
    public string ListId { get; set; } = "";

    /// <summary>What explains that nothing passes aligned: mailing-list, forwarded or arc; empty when nothing does, and when something passes.</summary>
    [JsonPropertyName("indirect")]
    public string Indirect { get; set; } = "";

    /// <summary>How quoted From lines were read: "as-stored", "unquoted" (">From " without its '>'), or "unquoted-rd" (one '>' less on each line of several too); empty when the message has none.</summary>
    [JsonPropertyName("mbox_reading")]
    public string MboxReading { get; set; } = "";

    /// <summary>The repair after which a signature's body hash matches (list-footer, unquoted-from, ...; several with '+' between), tried on a bounded number of messages of each stream;
    /// "not-assessable" for every message of an archive that rebuilt its messages; empty otherwise.</summary>
    [JsonPropertyName("repair")]
    public string Repair { get; set; } = "";

    /// <summary>The program that stored the message, where its marks tell: Takeout, Thunderbird, AppleMail, Mailman, PublicInbox, OutlookPst; empty otherwise.</summary>
    [JsonPropertyName("exporter")]
    public string Exporter { get; set; } = "";

    /// <summary>What the receiver wrote on arrival; empty when no trusted field tells.</summary>
    [JsonPropertyName("then_spf")]
    public string ThenSpf { get; set; } = "";

    [JsonPropertyName("then_dkim")]
    public string ThenDkim { get; set; } = "";

    [JsonPropertyName("then_dmarc")]
    public string ThenDmarc { get; set; } = "";

    /// <summary>The receiver that wrote them, as it names itself.</summary>
    [JsonPropertyName("then_by")]
    public string ThenBy { get; set; } = "";

    /// <summary>Who says something that was not believed, in the topmost Authentication-Results field; empty where <see cref="ThenBy"/> is known. Believe it with --trust-authres.</summary>
    [JsonPropertyName("then_offered_by")]
    public string ThenOfferedBy { get; set; } = "";

    /// <summary>The receiver saw SPF pass, for a domain that is aligned with From.</summary>
    [JsonPropertyName("then_spf_aligned")]
    public bool ThenSpfAligned { get; set; }

    /// <summary>Why <see cref="SpfResult"/> is another word than <see cref="ThenSpf"/>: a <see cref="ThenReason"/>; empty when it is not, or nothing was said.</summary>
    [JsonPropertyName("then_spf_reason")]
    public string ThenSpfReason { get; set; } = "";

    /// <summary>Why the best of <see cref="Dkim"/> is another word than <see cref="ThenDkim"/>.</summary>
    [JsonPropertyName("then_dkim_reason")]
    public string ThenDkimReason { get; set; } = "";

    /// <summary>Why <see cref="DmarcResult"/> is another word than <see cref="ThenDmarc"/>.</summary>
    [JsonPropertyName("then_dmarc_reason")]
    public string ThenDmarcReason { get; set; } = "";

    /// <summary>One-click unsubscribe as RFC 8058 wants it: "signed", "unsigned", "invalid"; empty when the message offers none.</summary>
    [JsonPropertyName("one_click")]
    public string OneClick { get; set; } = "";

    /// <summary>Hash of Message-ID and body, 16 hex digits: equal in copies of one message. Empty without a Message-ID.</summary>
    [JsonPropertyName("fingerprint")]
    public string Fingerprint { get; set; } = "";
}
