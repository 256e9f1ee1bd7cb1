namespace BulkVerify.Summaries;

/// <summary>How senders are meant to work, as somebody stated it: for all their From domains, or for one. Immutable; safe for all threads.</summary>
public sealed class IntegrationIntents
{
    private static readonly IntegrationMode[] Statable = [IntegrationMode.Direct, IntegrationMode.External, IntegrationMode.Internal, IntegrationMode.NotIntegrated];

    private readonly Dictionary<(string Sender, string AuthorDomain), IntegrationMode> _modes;

    private IntegrationIntents(Dictionary<(string, string), IntegrationMode> modes) => _modes = modes;

    /// <summary>Nothing is stated.</summary>
    public static IntegrationIntents None { get; } = new([]);

    /// <summary>The form of a statement, for messages.</summary>
    public static string Form => $"VENDOR=MODE or VENDOR:DOMAIN=MODE, such as xero=not-integrated; modes are {string.Join(", ", Statable.Select(NameOf))}";

    /// <param name="statements">Each of the form "vendor=mode" or "vendor:domain=mode".</param>
    /// <param name="refused">The first that is not; null when all are.</param>
    /// <returns>Null when one is refused.</returns>
    public static IntegrationIntents? TryParse(IEnumerable<string> statements, out string? refused)
    {
        var modes = new Dictionary<(string, string), IntegrationMode>();
        refused = null;
        foreach (string statement in statements)
        {
            string[] sides = statement.Split('='), who = sides[0].Split(':');
            int mode = sides.Length == 2 ? Array.FindIndex(Statable, m => NameOf(m) == sides[1]) : -1;
            if (mode < 0 || who.Length > 2 || who.Any(w => w.Length == 0))
            {
                refused = statement;
                return null;
            }
            modes[(who[0], who.Length == 1 ? "" : who[1].ToLowerInvariant())] = Statable[mode];
        }
        return new IntegrationIntents(modes);
    }

    /// <summary>How the sender is meant to work for the From domain; null where nothing is stated.</summary>
    public IntegrationMode? Of(string sender, string authorDomain) =>
        _modes.TryGetValue((sender, authorDomain), out IntegrationMode mode) || _modes.TryGetValue((sender, ""), out mode) ? mode : null;

    private static string NameOf(IntegrationMode mode) => mode.ToWords().Replace(' ', '-');
}
