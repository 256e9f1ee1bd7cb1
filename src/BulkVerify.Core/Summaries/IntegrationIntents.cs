using BulkVerify.Statistics;

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
    /// <param name="fault">The first that is not, or that contradicts one before it, and what is wrong with it; null when all are good.</param>
    /// <returns>Null when one is refused.</returns>
    public static IntegrationIntents? TryParse(IEnumerable<string> statements, out string? fault)
    {
        var modes = new Dictionary<(string, string), IntegrationMode>();
        foreach (string statement in statements)
        {
            string[] sides = statement.Split('='), who = sides[0].ToLowerInvariant().Split(':');
            int mode = sides.Length == 2 ? Array.FindIndex(Statable, m => NameOf(m) == sides[1]) : -1;
            if (mode < 0 || who.Length > 2 || who.Any(w => w.Length == 0))
            {
                fault = $"{statement}: give {Form}.";
                return null;
            }
            (string, string) key = (who[0], who.Length == 1 ? "" : who[1]);
            if (modes.TryGetValue(key, out IntegrationMode stated) && stated != Statable[mode])
            {
                fault = $"{statement}: contradicts {sides[0]}={NameOf(stated)}; state one mode, or name the From domain of each: VENDOR:DOMAIN=MODE.";
                return null;
            }
            modes[key] = Statable[mode];
        }
        fault = null;
        return new IntegrationIntents(modes);
    }

    /// <summary>How the sender is meant to work for the From domain; null where nothing is stated.</summary>
    public IntegrationMode? Of(string sender, string authorDomain) =>
        _modes.TryGetValue((sender, authorDomain), out IntegrationMode mode) || _modes.TryGetValue((sender, ""), out mode) ? mode : null;

    /// <summary>The senders, or sender and From domain, that something is stated for and that none of the streams is of, in text order.</summary>
    public IReadOnlyList<string> Without(IReadOnlySet<StreamKey> streams)
    {
        HashSet<string> senders = [.. streams.Select(s => s.Sender)];
        return [.. _modes.Keys
            .Where(k => k.AuthorDomain.Length == 0 ? !senders.Contains(k.Sender) : !streams.Contains(new StreamKey(k.Sender, k.AuthorDomain)))
            .Select(k => k.AuthorDomain.Length == 0 ? k.Sender : $"{k.Sender}:{k.AuthorDomain}").Order(StringComparer.Ordinal)];
    }

    private static string NameOf(IntegrationMode mode) => mode.ToWords().Replace(' ', '-');
}
