using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A condition on one row, written "name=value": what a cell of a table stands for, so that its messages can be listed. Immutable.</summary>
public sealed class RowCondition
{
    private readonly Func<MessageRow, bool> _holds;

    private RowCondition(Func<MessageRow, bool> holds) => _holds = holds;

    /// <summary>What can pass: name, title, and the judgement of a row: true, false, or null where it cannot be told or no rate is taken.</summary>
    public static IReadOnlyList<(string Name, string Title, Func<MessageRow, bool?> Judge)> Checks { get; } =
    [
        ("spf", "SPF", static row => IsDirect(row) && RowAssessor.SpfAssessable(row) ? row.SpfResult == "pass" : null),
        ("spf-aligned", "SPF al.", static row => IsDirect(row) && RowAssessor.SpfAssessable(row) ? row.SpfAligned : null),
        ("dkim", "DKIM", static row => IsDirect(row) ? RowAssessor.DkimPasses(row) : null),
        ("dkim-aligned", "DKIM al.", static row => IsDirect(row) && RowAssessor.DkimAssessable(row) ? RowAssessor.DkimAligned(row) : null),
        ("both", "both al.", static row => IsDirect(row) && RowAssessor.SpfAssessable(row) && RowAssessor.DkimAssessable(row) ? row.SpfAligned && RowAssessor.DkimAligned(row) : null),
        ("dmarc", "DMARC", static row => RowAssessor.Assess(row) switch { Assessment.Pass => true, Assessment.Fail => false, _ => null }),
    ];

    /// <summary>What may stand before and after '='.</summary>
    public static string Help { get; } =
        $"{string.Join(", ", Checks.Select(c => c.Name))} =pass, =fail or =unknown; assessment=pass, fail, no-record, dns-error, unverifiable, indirect or never-received; reason=one of {string.Join(", ", RootCauses.Names)}; key=SELECTOR._domainkey.DOMAIN";

    public bool Holds(MessageRow row) => _holds(row);

    /// <summary>Null when the text is no condition.</summary>
    public static RowCondition? TryParse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return null;
        (string name, string value) = (text[..equals].Trim(), text[(equals + 1)..].Trim());
        return name switch
        {
            "assessment" => OfAssessment(value),
            "reason" => RootCauses.TryParse(value) is { } cause ? new RowCondition(row => RowAssessor.Assess(row) == Assessment.Fail && RootCauses.Of(row) == cause) : null,
            "key" => new RowCondition(row => row.Dkim.Exists(s => value.Equals($"{s.S}._domainkey.{s.D}", StringComparison.OrdinalIgnoreCase))),
            _ => OfCheck(name, value),
        };
    }

    private static RowCondition? OfCheck(string name, string value)
    {
        if (Checks.FirstOrDefault(c => c.Name == name).Judge is not { } judge)
            return null;
        return value switch
        {
            "pass" => new RowCondition(row => judge(row) == true),
            "fail" => new RowCondition(row => judge(row) == false),
            "unknown" => new RowCondition(row => judge(row) is null),
            _ => null,
        };
    }

    private static RowCondition? OfAssessment(string value) =>
        Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out Assessment wanted) && Enum.IsDefined(wanted)
            ? new RowCondition(row => RowAssessor.Assess(row) == wanted)
            : null;

    /// <summary>Received, and no list or forwarder explains why nothing aligns.</summary>
    private static bool IsDirect(MessageRow row) => row.Class != "never-received" && row.Indirect.Length == 0;
}
