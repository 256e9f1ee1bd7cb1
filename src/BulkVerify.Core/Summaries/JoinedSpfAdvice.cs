namespace BulkVerify.Summaries;

/// <summary>Makes one piece of advice of those for the same SPF record: each would publish the record without what the others add, and two records at one name count as none
/// (RFC 7208 §4.5). Pure.</summary>
internal static class JoinedSpfAdvice
{
    /// <summary>Octets of a record that others are joined into: with more it does not fit an answer over UDP beside other records (RFC 7208 §3.4).</summary>
    private const int MaxLength = 450;

    private const int MaxNames = 4;

    /// <param name="all">In any order; what is joined comes last.</param>
    public static IEnumerable<Advice> Of(IReadOnlyList<Advice> all, SummaryContext context)
    {
        ILookup<string, Advice> byRecord = all.ToLookup(a => a is { Spf: { } spf, Records.Count: 1 } ? spf.Domain : "", StringComparer.Ordinal);
        return byRecord[""].Concat(byRecord.Where(g => g.Key.Length > 0).SelectMany(g => g.Count() == 1 ? g : Join(g.Key, g, context)));
    }

    private static IEnumerable<Advice> Join(string domain, IEnumerable<Advice> pieces, SummaryContext context)
    {
        var named = new List<Advice>();
        var left = new List<Advice>();
        // What gains most has the room first.
        foreach (Advice piece in pieces.OrderByDescending(a => a.Gain).ThenBy(a => a.Sender, StringComparer.Ordinal).ThenBy(a => a.AuthorDomain, StringComparer.Ordinal))
        {
            Advice[] more = [.. named, piece];
            bool fits = named.Count == 0 || Naming(domain, more, "", context) is { Record.Value.Length: <= MaxLength };
            (fits ? named : left).Add(piece);
        }
        foreach (Advice piece in left)
            yield return WithoutRoom(piece);
        if ((named.Count == 1 ? named[0] : Joined(domain, named, context)) is { } found)
            yield return found;
    }

    /// <summary>The record that names all of them; without a record where it would be over the limit.</summary>
    /// <param name="name">Whose servers it names, in words.</param>
    private static SpfAdvice? Naming(string domain, IReadOnlyList<Advice> pieces, string name, SummaryContext context) =>
        SpfAdvice.For(domain, name, pieces[0].Spf!.Reason, string.Join(' ', pieces.SelectMany(p => p.Spf!.Terms.Split(' ')).Distinct(StringComparer.OrdinalIgnoreCase)), context.Dns);

    private static string NameOf(IReadOnlyList<Advice> pieces)
    {
        string[] names = [.. pieces.Select(p => p.Spf!.Name).Distinct(StringComparer.Ordinal)];
        return names.Length == 1 ? names[0]
            : names.Length > MaxNames ? $"{string.Join(", ", names.Take(MaxNames))} and {names.Length - MaxNames} more"
            : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private static Advice? Joined(string domain, IReadOnlyList<Advice> pieces, SummaryContext context)
    {
        SpfAdvice joined = Naming(domain, pieces, NameOf(pieces), context)!;
        AdviceRecord[] records = [joined.Record!];
        Advice[] parts = [.. pieces.OrderBy(p => p.Sender, StringComparer.Ordinal).ThenBy(p => p.AuthorDomain, StringComparer.Ordinal).Select(p => p with
        {
            Text = $"the SPF record of {domain} {Naming(domain, pieces, $"{p.Spf!.Name} and others", context)!.Text}",
            Records = records,
            IsProven = false,
            Zone = AdviceZone.Of(records),
            Placeholders = AdviceSteps.Placeholders(records, vendor: null),
        })];
        return context.WithProof(parts[0] with { Sender = "", AuthorDomain = domain, Text = $"the SPF record of {domain} {joined.Text}", Where = "", Gain = parts.Sum(p => p.Gain), Parts = parts });
    }

    private static Advice WithoutRoom(Advice piece) => piece with
    {
        Kind = AdviceKind.ReduceLookups,
        Text = $"the SPF record of {piece.Spf!.Domain} does not name these servers of {piece.Spf.Name}, and has no room left for {piece.Spf.Terms} beside what other senders gain more by ({Evaluation.Spf.SpfLimits.Default.MaxLookups} look-ups, {MaxLength} characters): drop terms that no mail uses first (summary --by spf shows them).",
        Records = [],
        IsDnsChange = false,
        IsProven = false,
        ProvenBy = "",
        Zone = "",
        Placeholders = "",
    };
}
