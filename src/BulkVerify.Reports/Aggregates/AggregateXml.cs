using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Aggregates;

/// <summary>Writes one aggregate report, record after record. Equal records give equal bytes. Not thread-safe.</summary>
internal sealed class AggregateXml : IDisposable
{
    private const string Namespace = "urn:ietf:params:xml:ns:dmarc-2.0";

    /// <summary>RFC 9990 §3.1.3.</summary>
    private const int MaxSignatures = 100;

    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = true };

    private readonly XmlWriter _xml;
    private readonly AggregateOptions _options;
    private readonly string? _namespace;

    public AggregateXml(Stream to, AggregateOptions options)
    {
        _xml = XmlWriter.Create(to, Settings);
        _options = options;
        _namespace = IsNew ? Namespace : null;
        _xml.WriteStartElement("feedback", _namespace);
        Text("version", "1.0");
    }

    private bool IsNew => _options.Schema == AggregateSchema.Rfc9990;

    /// <summary>report_metadata and policy_published.</summary>
    /// <param name="first">Any record of the report.</param>
    /// <param name="policy">The DMARC record; null when it is not known any more.</param>
    public void Begin(AggregateHead head, AggregateRecord first, DmarcRecord? policy)
    {
        Start("report_metadata");
        Text("org_name", _options.OrganizationName);
        Text("email", _options.Email);
        Text("report_id", head.ReportId(_options.RunId, AggregateExport.Receiver(_options.Email)));
        Start("date_range");
        Text("begin", head.Begin.ToString(CultureInfo.InvariantCulture));
        Text("end", head.End.ToString(CultureInfo.InvariantCulture));
        End();
        // Tags of RFC 7489 that RFC 9989 dropped are no error.
        if (policy is not null && (policy.Errors & ~DmarcRecordErrors.LegacyTag) is not DmarcRecordErrors.None and var errors)
            Text("error", $"errors in the policy record: {ReasonWords.Of(errors.ToString())}");
        if (IsNew)
            Text("generator", _options.Generator);
        End();
        DmarcRules rules = first.Rules == "7489" ? DmarcRules.Rfc7489 : DmarcRules.Rfc9989;
        Policy(head, policy?.PoliciesUnder(rules), policy, first, rules);
    }

    public void Add(AggregateRecord record)
    {
        Start("record");
        Row(record);
        Start("identifiers");
        Text("header_from", record.HeaderFrom);
        // RFC 9990 §3.1.1.10: empty says that the reverse-path was null.
        if (record.EnvelopeFrom is not null || !IsNew)
            Text("envelope_from", record.EnvelopeFrom ?? "");
        End();
        Start("auth_results");
        foreach (SignatureRow signature in record.Signatures.Where(s => s.D.Length > 0).OrderBy(s => Priority(s, record.HeaderFrom)).Take(MaxSignatures))
            Signature(signature);
        Spf(record);
        End();
        End();
    }

    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.WriteWhitespace("\n");
        _xml.Dispose();
    }

    private void Policy(AggregateHead head, DmarcPolicies? policies, DmarcRecord? record, AggregateRecord first, DmarcRules rules)
    {
        string domainPolicy = policies?.Domain.ToWord() ?? (first.Policy.Length > 0 ? first.Policy : "none");
        string? subdomainPolicy = policies?.Subdomain?.ToWord();
        Start("policy_published");
        Text("domain", head.PolicyDomain);
        if (record is not null)
        {
            Text("adkim", record.DkimAlignment == AlignmentMode.Strict ? "s" : "r");
            Text("aspf", record.SpfAlignment == AlignmentMode.Strict ? "s" : "r");
        }
        Text("p", domainPolicy);
        if (!IsNew)
        {
            Text("sp", subdomainPolicy ?? domainPolicy);
            Text("pct", (record?.Percentage ?? 100).ToString(CultureInfo.InvariantCulture));
            Text("fo", record?.FailureOptions ?? "0");
        }
        else
        {
            // Unspecified tags have their default values (RFC 9990 §3.1.1.5); of an unknown record nothing is said.
            if (policies is { } known)
            {
                Text("sp", subdomainPolicy ?? domainPolicy);
                Text("np", known.Nonexistent?.ToWord() ?? subdomainPolicy ?? domainPolicy);
                Text("fo", record!.FailureOptions);
                Text("testing", known.Testing ? "y" : "n");
            }
            Text("discovery_method", rules == DmarcRules.Rfc7489 ? "psl" : "treewalk");
        }
        End();
    }

    private void Row(AggregateRecord record)
    {
        (string disposition, string? reason, string comment) = record.Evaluate(_options.Schema);
        Start("row");
        Text("source_ip", Address(record.SourceIp));
        Text("count", record.Count.ToString(CultureInfo.InvariantCulture));
        Start("policy_evaluated");
        Text("disposition", disposition);
        Text("dkim", record.DkimAligned ? "pass" : "fail");
        Text("spf", record.SpfAligned ? "pass" : "fail");
        if (reason is not null)
        {
            Start("reason");
            Text("type", reason);
            if (comment.Length > 0)
                Text("comment", comment);
            End();
        }
        End();
        End();
    }

    private void Signature(SignatureRow signature)
    {
        Start("dkim");
        Text("domain", signature.D);
        Text("selector", signature.S);
        Text("result", signature.Result);
        if (signature.Result != "pass")
            Text("human_result", ReasonWords.Of(signature.Reason));
        End();
    }

    private void Spf(AggregateRecord record)
    {
        if (IsNew && record.SpfDomain.Length == 0)
            return;
        Start("spf");
        Text("domain", record.SpfDomain);
        Text("scope", "mfrom");
        Text("result", record.SpfResult);
        if (IsNew && record.SpfResult != "pass")
            Text("human_result", ReasonWords.Of(record.SpfReason));
        End();
    }

    /// <summary>RFC 9990 §3.1.3: passing in strict alignment, in relaxed alignment, passing, the rest.</summary>
    private static int Priority(SignatureRow signature, string headerFrom) => signature switch
    {
        { Result: not "pass" } => 3,
        { Aligned: false } => 2,
        _ => signature.D == headerFrom ? 0 : 1,
    };

    /// <summary>The pattern of RFC 7489 knows only IPv6 addresses of eight groups.</summary>
    private string Address(string text)
    {
        if (IsNew || !IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return text;
        byte[] octets = address.GetAddressBytes();
        return string.Join(':', Enumerable.Range(0, 8).Select(i => ((octets[2 * i] << 8) | octets[(2 * i) + 1]).ToString("x", CultureInfo.InvariantCulture)));
    }

    private void Start(string name) => _xml.WriteStartElement(name, _namespace);

    private void End() => _xml.WriteEndElement();

    private void Text(string name, string text) => _xml.WriteElementString(name, _namespace, Allowed(text));

    /// <summary>XML has no way to write some characters, and names from mail may hold them.</summary>
    private static string Allowed(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
            return text;
        var allowed = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            allowed.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return allowed.ToString();
    }
}
