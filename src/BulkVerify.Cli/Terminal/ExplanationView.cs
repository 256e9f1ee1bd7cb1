using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>One message for people: a line for each fact, what decided it on the right.</summary>
internal static class ExplanationView
{
    public static void Write(IAnsiConsole console, Explanation message)
    {
        WriteEnvelope(console, message);
        WriteSpf(console, message);
        for (int i = 0; i < message.Dkim.Count; i++)
            WriteSignature(console, i + 1, message.Dkim[i]);
        if (message.Row.Repair.Length > 0)
            Line(console, "repair", message.Row.Repair, $"{RepairWords(message.Row)}: a list, a relay or the archive changed the message; this is no pass", "");
        if (message.Dkim.Count == 0)
            Line(console, "DKIM", "none", "the message has no signature", "");
        WriteArc(console, message.Arc);
        WriteDmarc(console, message.Dmarc);
        if (message.Dmarc7489 is { } old)
            WriteDmarc(console, old);
        Line(console, "sender", message.Row.Sender, message.Row.SenderEvidence.Length == 0 ? "nothing tells who sent it" : $"{message.Row.SenderStrength.ToLowerInvariant()}: {message.Row.SenderEvidence}", message.Row.Indirect.Length > 0 ? $"indirect: {message.Row.Indirect}" : "");
        WriteThen(console, message);
    }

    private static void WriteEnvelope(IAnsiConsole console, Explanation message)
    {
        ExplainedEnvelope envelope = message.Envelope;
        Line(console, "message", $"{message.Archive}@{message.Offset}", $"{message.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes", message.MessageId);
        Line(console, "From", Or(message.Dmarc.AuthorDomain), message.Dmarc.AuthorStatus == "Valid" ? "" : ReasonWords.Of(message.Dmarc.AuthorStatus),
            message.Dmarc.OrganizationalDomain.Length > 0 ? $"organizational domain {message.Dmarc.OrganizationalDomain}" : "");
        if (envelope.Class != "received")
            Line(console, "received", "never", "no trace of a receiver", "");
        if (envelope.ReceivedAt.Length > 0)
            Line(console, "received", envelope.ReceivedAt, envelope.ReceivedBy.Length > 0 ? $"by {envelope.ReceivedBy}" : FromOf(envelope.ReceivedAtSource),
                envelope.Hops > 0 ? $"Received line {envelope.BoundaryHop} of {envelope.Hops}" : "");
        Line(console, "client", OrUnknown(envelope.ClientIp), envelope.ClientName, envelope.ClientIp.Length > 0 ? FromOf(envelope.ClientIpSource) : "");
        Line(console, "HELO", OrUnknown(envelope.Helo), "", envelope.Helo.Length > 0 ? FromOf(envelope.HeloSource) : "");
        Line(console, "MAIL FROM", OrUnknown(envelope.MailFrom), "", envelope.MailFrom.Length > 0 ? FromOf(envelope.MailFromSource) : "");
    }

    /// <summary>Where a fact of the envelope comes from, by the name of the field.</summary>
    private static string FromOf(string source) => source switch
    {
        "Option" => "as given",
        "ReceivedSpf" => "from Received-SPF",
        "AuthenticationResults" => "from Authentication-Results",
        "ReturnPath" => "from Return-Path",
        "XEnvelopeFrom" => "from X-Envelope-From or the like",
        "MboxSeparator" => "from the mbox separator",
        _ => $"from {source}",
    };

    private static void WriteSpf(IAnsiConsole console, Explanation message)
    {
        ExplainedSpf spf = message.Spf;
        string path = string.Join(" > ", spf.Path);
        Line(console, "SPF", spf.Result, $"{spf.Domain}   {path}".TrimEnd(), $"{spf.Lookups} of 10 lookups{(spf.Aligned ? "   aligned" : spf.Result == "pass" ? "   not aligned" : "")}");
        if (spf.Result != "pass" || path.Length == 0)
            Line(console, "", "", spf.Fault.Length > 0 ? $"ill-formed: {spf.Fault}" : WordsOf(spf), spf.Section);
        if (spf.Explanation.Length > 0)
            Line(console, "", "", $"the domain says: {spf.Explanation}", "");
        if (message.Helo.Domain.Length > 0)
            Line(console, "SPF HELO", message.Helo.Result, $"{message.Helo.Domain}   {WordsOf(message.Helo)}", message.Helo.Section);
    }

    private static string WordsOf(ExplainedSpf spf) => spf.Reason switch
    {
        "NoClientAddress" => "the client's address is not known, so nothing can be checked",
        "MailFromUnknown" => "no MAIL FROM with a domain is known, so nothing can be checked",
        "TooManyLookups" => "too many look-ups: more than 10 terms cause them",
        "TooManyVoidLookups" => "too many void look-ups: more than 2 terms found nothing",
        "TooManyMxHosts" => "an mx names more than 10 hosts",
        "IncludeOfNone" => "an include names a domain without an SPF record",
        "RedirectToNone" => "the redirect names a domain without an SPF record",
        "NoMatch" => "no term matched, and there is no redirect",
        _ => ReasonWords.Of(spf.Reason),
    };

    private static void WriteSignature(IAnsiConsole console, int number, ExplainedSignature signature)
    {
        string size = signature.Bits > 0 ? $", {signature.Bits} bits" : "";
        Line(console, $"DKIM {number}", signature.Result, $"d={signature.D} s={signature.S}", $"{signature.A}{size}, {signature.C}   {(signature.Aligned ? "aligned" : "not aligned")}");
        if (signature.Result != "pass")
            Line(console, "", "", ReasonWords.Of(signature.Reason), signature.Section);
        if (signature.PastResult.Length > 0)
            Line(console, "", "", signature.PastResult == "pass" ? $"passes by the rules before RFC 8301, fails today: {ReasonWords.Of(signature.Reason)}" : $"by the rules before RFC 8301: {signature.PastResult}, {ReasonWords.Of(signature.PastReason)}", "RFC 8301 3");
        if (signature.ComputedBodyHash.Length > 0 && !signature.BodyHashMatches)
            Line(console, "", "", $"bh wanted {signature.BodyHash}, is {signature.ComputedBodyHash}", "");
        WriteKeyRecords(console, signature);
        if (signature.KeyFrom is "keyring" or "recovered")
            Line(console, "", "", signature.KeyFrom == "keyring" ? "key from the keyring: the DNS has it no more" : "key recovered from signatures: it shows that the messages belong together, not who signed", "");
        if (signature.UnsignedBytes > 0)
            Line(console, "", "", string.Create(CultureInfo.InvariantCulture, $"l={signature.BodyLength} leaves {signature.UnsignedBytes:N0} bytes of the body unsigned"), "RFC 6376 8.2");
        if (signature.DuplicatesUnsigned)
            Line(console, "", "", "From or Subject occurs more often than h= covers", "RFC 6376 8.15");
        if (signature.Testing)
            Line(console, "", "", "the key record says t=y: testing", "RFC 6376 3.6.1");
        if (signature.ExpiresAt.Length > 0)
            Line(console, "", "", $"expires {signature.ExpiresAt}", "");
    }

    /// <summary>Where the key record is looked for, when it decides, and what stands there.</summary>
    private static void WriteKeyRecords(IAnsiConsole console, ExplainedSignature signature)
    {
        if (signature.Reason is not ("KeyNotFound" or "KeyNotRecorded" or "DnsTimeout" or "DnsServFail" or "KeySyntax" or "KeyRevoked"
            or "KeyHashNotAllowed" or "KeyTypeMismatch" or "KeyServiceNotEmail" or "IdentityNotExact" or "KeyTooWeak" or "KeyTooLarge"))
            return;
        if (signature.KeyRecords.Count == 0)
            Line(console, "", "", $"key record: {signature.KeyName}", "");
        foreach (ExplainedKeyRecord record in signature.KeyRecords)
        {
            Line(console, "", "", $"key record: {signature.KeyName} TXT \"{record.Text}\"", "");
            if (record.Fault.Length > 0)
                Line(console, "", "", $"  no key record: {FaultWords(record.Fault)}", "RFC 6376 3.6.1");
        }
    }

    private static string FaultWords(string fault) => fault switch
    {
        "NotATagList" => "it is no list of tags such as \"k=rsa; p=...\"",
        "RepeatedTag" => "a tag stands there twice",
        "TooManyTags" => "it has too many tags",
        "MissingKey" => "p= is missing",
        "VersionNotFirst" => "v= is not its first tag",
        "UnknownVersion" => "v= is not DKIM1",
        "BadHashes" => "h= is no list of hashes such as sha256; leave the tag out instead",
        "BadServices" => "s= is no list of services such as email; leave the tag out instead",
        "BadFlags" => "t= is no list of flags such as y:s; leave the tag out instead",
        "BadType" => "k= is no key type such as rsa; leave the tag out instead",
        "BadKey" => "p= holds no key of its type in base64",
        _ => ReasonWords.Of(fault),
    };

    private static void WriteArc(IAnsiConsole console, ExplainedArc arc)
    {
        string state = arc.State switch { "unverifiable" => "chain unverifiable: ", "broken" => "chain broken: ", _ => "" };
        Line(console, "ARC", arc.Result, arc.Result == "none" ? "" : $"{state}{ReasonWords.Of(arc.Reason)}", arc.FailedInstance > 0 ? $"instance {arc.FailedInstance}" : "");
        foreach (ExplainedArcSet set in arc.Sets)
            Line(console, "", "", $"i={set.Instance} cv={set.Cv} d={set.D} s={set.S}   message signature {OfSet(set.MessageSignature, set.MessageSignatureReason)}, seal {OfSet(set.Seal, set.SealReason)}", "");
        if (arc.OldestPass is { } oldest)
            Line(console, "", "", oldest == 0 ? "unchanged since the first set" : $"changed before set {oldest} signed it, unchanged since", "RFC 8617 5.2");
    }

    private static string OfSet(string result, string reason) => result == "pass" ? result : $"{result} ({ReasonWords.Of(reason)})";

    private static void WriteDmarc(IAnsiConsole console, ExplainedDmarc dmarc)
    {
        string policy = dmarc.Policy.Length > 0 ? $"policy {dmarc.Policy}{(dmarc.EffectivePolicy != dmarc.Policy ? $" (in effect {dmarc.EffectivePolicy})" : "")} at _dmarc.{dmarc.PolicyDomain}" : "";
        Line(console, "DMARC", dmarc.Result, ReasonWords.Of(dmarc.Reason), $"{policy}   RFC {dmarc.Rules}");
        foreach (string query in dmarc.Walk)
            Line(console, "", "", query, "");
        foreach (ExplainedIdentifier identifier in dmarc.Identifiers)
            WriteIdentifier(console, identifier, dmarc.OrganizationalDomain);
        foreach (string check in dmarc.Checks)
            Line(console, "", "", check switch
            {
                "AlignedByBoth" => "met: aligned by SPF and by DKIM",
                "RejectOnSpfAlone" => "broken: p=reject, and this pass relies on SPF alone",
                "OrganizationalRecordMissing" => "broken: the organizational domain has no record of its own",
                "NoAggregateReports" => "broken: the record asks for no aggregate reports",
                _ => ReasonWords.Of(check),
            }, check == "RejectOnSpfAlone" ? "RFC 9989 7.4" : "RFC 9989 8");
        if (dmarc.RecordErrors.Length > 0)
            Line(console, "", "", $"record: {ReasonWords.Of(dmarc.RecordErrors)}", "RFC 9989 4.7");
    }

    /// <summary>What decided on an identifier, and the walk that told it.</summary>
    private static void WriteIdentifier(IAnsiConsole console, ExplainedIdentifier identifier, string authorOrganization)
    {
        string why = identifier.OrganizationalDomain.Length == 0 ? "a query of its walk had no answer"
            : identifier.OrganizationalDomain == authorOrganization ? $"its organizational domain is {authorOrganization}, too"
            : $"its organizational domain is {identifier.OrganizationalDomain}";
        Line(console, "", "", $"{identifier.Identifier} {identifier.Alignment.Replace('-', ' ')}: {why}", "");
        foreach (string query in identifier.Walk)
            Line(console, "", "", $"  {query}", "");
    }

    private static void WriteThen(IAnsiConsole console, Explanation message)
    {
        ExplainedEnvelope envelope = message.Envelope;
        if (envelope.ThenSpf.Length + envelope.ThenDkim.Length + envelope.ThenDmarc.Length == 0)
            return;
        Line(console, "then", envelope.ThenBy, $"said on arrival: spf={Or(envelope.ThenSpf)} dkim={Or(envelope.ThenDkim)} dmarc={Or(envelope.ThenDmarc)}", "");
        WriteDifference(console, "SPF", message.Row.ThenSpfReason);
        WriteDifference(console, "DKIM", message.Row.ThenDkimReason);
        WriteDifference(console, "DMARC", message.Row.ThenDmarcReason);
    }

    private static string RepairWords(MessageRow row)
    {
        int[] verified = [.. Enumerable.Range(0, row.Dkim.Count).Where(i => row.Dkim[i].Repaired == "verified-after-repair")];
        return verified.Length > 0 ? $"DKIM {string.Join(", ", verified.Select(i => i + 1))} verified after repair" : "a body hash matches after repair";
    }

    private static void WriteDifference(IAnsiConsole console, string name, string reason)
    {
        if (reason.Length > 0)
            Line(console, "", "", $"{name} differs now: {ThenView.Words(Enum.Parse<ThenReason>(reason))}", "");
    }

    private static string OrUnknown(string fact) => fact.Length == 0 ? "unknown" : fact;

    private static string Or(string word) => word.Length == 0 ? "-" : word;

    private static void Line(IAnsiConsole console, string name, string value, string detail, string note)
    {
        string text = $"{name,-11} {SafeText.Of(value),-9} {SafeText.Of(detail, 400)}";
        SummaryView.WriteLine(console, note.Length == 0 ? text.TrimEnd() : $"{text.TrimEnd(),-76}   {SafeText.Of(note)}");
    }
}
