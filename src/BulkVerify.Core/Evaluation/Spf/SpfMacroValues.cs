namespace BulkVerify.Evaluation.Spf;

/// <summary>The values that macros stand for in one place of a check (RFC 7208 §7.2, §7.3).</summary>
/// <param name="query">The check.</param>
/// <param name="domain">The domain whose record is evaluated: %{d}.</param>
/// <param name="validatedName">Gives %{p}; null when its questions are not answered yet.</param>
internal sealed class SpfMacroValues(in SpfQuery query, DomainName domain, Func<string?> validatedName)
{
    private readonly SpfQuery _query = query;

    /// <summary>True once a value was used that belongs to this one message.</summary>
    public bool UsedSender { get; private set; }

    public string? ValueOf(char letter)
    {
        UsedSender |= letter is 's' or 'l' or 'h';
        bool isIpv4 = _query.Client.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return letter switch
        {
            's' => $"{_query.LocalPart}@{_query.Domain}",
            'l' => _query.LocalPart,
            'o' => _query.Domain!.Value,
            'd' => domain.Value,
            'i' => SpfMacro.Dotted(_query.Client),
            'p' => validatedName(),
            'v' => isIpv4 ? "in-addr" : "ip6",
            'h' => _query.Helo,
            'c' => _query.Client.ToString(),
            'r' => _query.Receiver,
            _ => _query.Time.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}
