namespace BulkVerify.Conformance.Suites;

/// <summary>Cases whose expectation is not what the standards say, each with the reason.</summary>
public static class LeftOut
{
    public static readonly IReadOnlyDictionary<string, string> Cases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["arc-valimail/ams_fields_c_na"] = "RFC 6376 §3.5: without c= a signature is simple/simple; the case was signed relaxed and expects a pass",
        ["dmarc-opendmarc/align-5"] = EmptyLabel,
        ["dmarc-opendmarc/align-6"] = EmptyLabel,
        ["mbox-mimekit/unmunged"] = "RFC 4155 Appendix A: a separator has a sender and a date; 'From Russia with love' is text",
        ["mbox-messageparser/mailarc-1"] = ByMime,
        ["mbox-messageparser/mailarc-1-dos"] = ByMime,
        ["mbox-messageparser/mailarc-2"] = ByMime,
        ["mbox-messageparser/mailarc-3"] = ByMime,
        ["mbox-messageparser/malformed"] = "RFC 4155 Appendix A asks for an empty line, which the writer of this list's archive leaves out before most of its 54 messages; upstream reads 3",
    };

    private const string EmptyLabel = "RFC 1035 §2.3.1: a name with empty labels is no domain name; upstream strips stray dots";

    private const string ByMime = "RFC 4155 Appendix A knows no MIME: a separator after an empty line begins a message, and upstream keeps whole separators inside a part together by its boundaries";

    /// <summary>The reason for a case; ids of YAML cases match without the number of their document.</summary>
    public static string? Reason(ConformanceCase tested)
    {
        if (Cases.TryGetValue(tested.Id, out string? reason))
            return reason;
        if (!tested.Kind.EndsWith("-yaml", StringComparison.Ordinal))
            return null;
        string name = tested.Id[(tested.Suite.Length + 1)..];
        return Cases.GetValueOrDefault($"{tested.Suite}/{name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..]}");
    }
}
