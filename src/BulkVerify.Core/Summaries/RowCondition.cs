using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A condition on one row, written "name=value": what a cell of a table stands for, so that its messages can be listed. Immutable.</summary>
public sealed class RowCondition
{
    private readonly Func<MessageRow, bool> _holds;

    private RowCondition(string text, Func<MessageRow, bool> holds) => (Text, _holds) = (text, holds);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What can pass: name, title, and the judgement of a row: true, false, or null where it cannot be told or no rate is taken.</summary>
    public static IReadOnlyList<(string Name, string Title, Func<MessageRow, bool?> Judge)> Checks { get; } =
    [
        ("spf", "SPF", static row => ShowsSpf(row) ? row.SpfResult == "pass" : null),
        ("spf-aligned", "SPF al.", static row => ShowsSpf(row) ? row.SpfAligned : null),
        ("dkim", "DKIM", static row => IsDirect(row) ? RowAssessor.DkimPasses(row) : null),
        ("dkim-aligned", "DKIM al.", static row => IsDirect(row) && RowAssessor.DkimAssessable(row) ? RowAssessor.DkimAligned(row) : null),
        ("both", "both al.", static row => ShowsSpf(row) && RowAssessor.DkimAssessable(row) ? row.SpfAligned && RowAssessor.DkimAligned(row) : null),
        ("dmarc", "DMARC", static row => RowAssessor.Assess(row) switch { Assessment.Pass => true, Assessment.Fail => false, _ => null }),
    ];

    /// <summary>What may stand before and after '='.</summary>
    public static string Help { get; } =
        $"{string.Join(", ", Checks.Select(c => c.Name))} =pass, =fail or =unknown; assessment=pass, fail, no-record, dns-error, unverifiable, indirect or never-received; reason=one of {string.Join(", ", RootCauses.Names)}; key=SELECTOR._domainkey.DOMAIN; address=IP; month=YYYY-MM; platform=VENDOR; spf-domain=NAME; spf-term=NAME:TERM, as summary --by spf lists it; rule=one of {string.Join(", ", SenderRules.All.Select(r => r.Name))}, for mail that breaks it";

    public bool Holds(MessageRow row) => _holds(row);

    /// <summary>Null when the text is no condition.</summary>
    public static RowCondition? TryParse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 && Of(text[..equals].Trim(), text[(equals + 1)..].Trim()) is { } holds ? new RowCondition(text, holds) : null;
    }

    private static Func<MessageRow, bool>? Of(string name, string value) => name switch
    {
        "assessment" => OfAssessment(value),
        "reason" => RootCauses.TryParse(value) is { } cause ? row => RowAssessor.Assess(row) == Assessment.Fail && RootCauses.Of(row) == cause : null,
        "key" => row => row.Dkim.Exists(s => value.Equals($"{s.S}._domainkey.{s.D}", StringComparison.OrdinalIgnoreCase)),
        "address" => row => IsNamed(row.ClientIp, value),
        "month" => row => SummaryGroups.Month(row.ReceivedAt ?? row.Date) == value,
        "platform" => row => IsNamed(SummaryGroups.PlatformOf(row), value),
        "spf-domain" => row => SpfTable.IsCounted(row) && row.SpfDomain == value,
        "spf-term" => OfTerm(value),
        "rule" => SenderRules.All.FirstOrDefault(r => r.Name == value).Judge is { } judge ? row => SenderRuleTable.IsCounted(row) && judge(row) == false : null,
        _ => OfCheck(name, value),
    };

    private static Func<MessageRow, bool>? OfCheck(string name, string value) => (Checks.FirstOrDefault(c => c.Name == name).Judge, value) switch
    {
        (null, _) => null,
        ({ } judge, "pass") => row => judge(row) == true,
        ({ } judge, "fail") => row => judge(row) == false,
        ({ } judge, "unknown") => row => judge(row) is null,
        _ => null,
    };

    private static Func<MessageRow, bool>? OfAssessment(string value) =>
        Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out Assessment wanted) && Enum.IsDefined(wanted)
            ? row => RowAssessor.Assess(row) == wanted
            : null;

    /// <param name="value">"example.com:include:a.example > ip4:192.0.2.1": a record and the way to a term that authorized the address.</param>
    private static Func<MessageRow, bool>? OfTerm(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        (string domain, string path) = (value[..colon], value[(colon + 1)..]);
        return row => SpfTable.IsCounted(row) && row.SpfDomain == domain && row.SpfResult == "pass" && SpfUse.LeadsThrough(row.SpfPath, path);
    }

    /// <summary>What has no name is the group of the unknown.</summary>
    private static bool IsNamed(string name, string value) => (name.Length == 0 ? SummaryGroups.Unknown : name) == value;

    /// <summary>Received, and no list or forwarder explains why nothing aligns.</summary>
    private static bool IsDirect(MessageRow row) => row.Class != "never-received" && row.Indirect.Length == 0;

    /// <summary>True when SPF was judged, and for the sender's own envelope and address.</summary>
    private static bool ShowsSpf(MessageRow row) => IsDirect(row) && RowAssessor.SpfAssessable(row) && !RowAssessor.IsSentOn(row);
}
