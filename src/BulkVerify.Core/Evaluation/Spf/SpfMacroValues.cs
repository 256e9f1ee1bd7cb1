using System.Globalization;

namespace BulkVerify.Evaluation.Spf;

/// <summary>The values that macros stand for in one place of a check (RFC 7208 §7.2, §7.3).</summary>
/// <param name="query">The check.</param>
/// <param name="domain">The domain whose record is evaluated: %{d}.</param>
/// <param name="lookups">Client of the check.</param>
/// <param name="reverse">Where %{p} comes from.</param>
internal sealed class SpfMacroValues(in SpfQuery query, DomainName domain, SpfLookups lookups, SpfReverseNames reverse)
{
    private readonly SpfQuery _query = query;

    /// <summary>True once a value was used that belongs to this one message.</summary>
    public bool UsedSender { get; private set; }

    /// <summary>True once the local part was used.</summary>
    public bool UsedLocalPart { get; private set; }

    /// <summary>Set when a value is missing for good, because nothing was recorded or asked.</summary>
    public SpfOutcome? Unknown { get; private set; }

    /// <summary>Null when the value is missing.</summary>
    public string? ValueOf(char letter)
    {
        UsedLocalPart |= letter is 's' or 'l';
        UsedSender |= letter is 's' or 'l' or 'h' or 't';
        return letter switch
        {
            's' => $"{_query.LocalPart}@{_query.Domain}",
            'l' => _query.LocalPart,
            'o' => _query.Domain!.Value,
            'd' => domain.Value,
            'i' => SpfMacro.Dotted(lookups.Client),
            'p' => ValidatedName(),
            'v' => SpfMacro.FamilyOf(lookups.Client),
            'h' => _query.Helo,
            'c' => lookups.Client.ToString(),
            'r' => _query.Receiver,
            _ => _query.Time.ToString(CultureInfo.InvariantCulture),
        };
    }

    private string? ValidatedName()
    {
        if (reverse.Find() is not { } found)
            return null;
        if (found.Unknown is null || SpfReverseNames.Below(found.Validated, domain) is not null)
            return SpfReverseNames.Best(found.Validated, domain);
        Unknown = found.Unknown;
        return null;
    }
}
