using System.Net;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Summaries;

/// <summary>How the SPF record of a domain comes to name a sender: always one record, the current one with the terms inserted. Pure.</summary>
/// <param name="Text">What to do, in plain words, to stand after "the SPF record of DOMAIN".</param>
/// <param name="Record">What to publish; null where no record helps.</param>
internal sealed record SpfAdvice(AdviceKind Kind, string Text, AdviceRecord? Record)
{
    private const string Unknown = "v=spf1 ... {0} ...";

    /// <param name="domain">The envelope's domain.</param>
    /// <param name="name">The sender's name.</param>
    /// <param name="reason">Why SPF does not pass.</param>
    /// <param name="terms">What names the sender's servers; empty when that is not known.</param>
    /// <param name="dns">The answers of the run; null when they are not at hand.</param>
    /// <returns>Null where nothing can be said.</returns>
    public static SpfAdvice? For(string domain, string name, string reason, string terms, IDnsView? dns)
    {
        if (reason == "no record")
            return terms.Length == 0 ? null : Publish($"does not exist: publish one that names {name}{LookupWords($"v=spf1 {terms} ~all", dns)}.", domain, $"v=spf1 {terms} ~all");
        if (MendFault(domain, reason, dns) is { } fault)
            return fault;
        if (terms.Length == 0)
            return null;
        string wanted = terms;
        string add = $"does not name these servers of {name}: add them";
        if (dns is null || DomainName.TryParse(domain.AsSpan()) is not { } owner || SpfRecordTree.TextAt(owner, dns, out DnsAnswer? answer) is not { } current)
            return new SpfAdvice(AdviceKind.AuthorizeSender, $"{add}.", new AdviceRecord(domain, "TXT", string.Format(System.Globalization.CultureInfo.InvariantCulture, Unknown, terms), IsExact: false));
        if (answer!.Aliases.Count > 0)
            return new SpfAdvice(AdviceKind.AuthorizeSender, $"is kept by others at {answer.Aliases[^1]} and does not name these servers of {name}: ask whoever keeps it to add {terms}.", null);
        terms = string.Join(' ', terms.Split(' ').Except(current.Split(' '), StringComparer.OrdinalIgnoreCase).Where(t => !IsAuthorized(owner, t, dns)));
        if (terms.Length == 0)
            return new SpfAdvice(AdviceKind.AuthorizeSender, $"has {wanted} already, which does not cover these servers: ask {name} what covers them.", null);
        string changed = SpfRecordEdit.Insert(current, terms);
        SpfRecordTree tree = Tree(changed, dns);
        if (tree.Lookups > SpfLimits.Default.MaxLookups)
            return new SpfAdvice(AdviceKind.ReduceLookups, $"does not name these servers of {name}, and with {terms} it would need {Count(tree)} look-ups where SPF allows {SpfLimits.Default.MaxLookups}: drop includes that no mail uses first.", null);
        return Publish($"{add}{LookupWords(changed, dns)}.", domain, changed);
    }

    /// <summary>True for an address that the record authorizes as it is: not all that a sender was seen with fail.</summary>
    private static bool IsAuthorized(DomainName owner, string term, IDnsView dns) =>
        IPAddress.TryParse(term.AsSpan(term.IndexOf(':') + 1), out IPAddress? address)
        && SpfEvaluator.Evaluate(new SpfQuery(address, owner, "", "", SpfIdentity.MailFrom), dns, new DnsQuestionSet(), SpfLimits.Default)?.Result == AuthResult.Pass;

    /// <summary>What is wrong with a record that counts for nobody as it is; null for one that only does not name the sender.</summary>
    private static SpfAdvice? MendFault(string domain, string reason, IDnsView? dns) => reason switch
    {
        "several records" => JoinRecords(domain, dns),
        "include of none" or "redirect to none" => new SpfAdvice(AdviceKind.MendSpf, $"leads to a name without an SPF record ({reason}), which makes it count for nobody: mend or drop that term.", null),
        "syntax error" => new SpfAdvice(AdviceKind.MendSpf, $"cannot be read{Fault(domain, dns)}, so it counts for nobody: mend that term.", null),
        "too many void lookups" => new SpfAdvice(AdviceKind.MendSpf, $"leads to more than {SpfLimits.Default.MaxVoidLookups} names that do not exist, which makes it count for nobody: drop them.", null),
        "too many mx hosts" => new SpfAdvice(AdviceKind.MendSpf, $"has an mx term with more than {SpfLimits.Default.MaxNames} hosts, which makes it count for nobody: write their addresses instead.", null),
        "too many lookups" => new SpfAdvice(AdviceKind.ReduceLookups, $"needs more than the {SpfLimits.Default.MaxLookups} look-ups that SPF allows, so it counts for nobody: drop includes that no mail uses (summary --by spf shows them).", null),
        _ => null,
    };

    /// <summary>One record of several, where what they say can be joined.</summary>
    private static SpfAdvice JoinRecords(string domain, IDnsView? dns)
    {
        const string Fault = "is not the only one there, and several count as none";
        if (dns is null || DomainName.TryParse(domain.AsSpan()) is not { } owner
            || SpfRecordTree.TextsAt(owner, dns, out DnsAnswer? answer) is not { Length: > 1 } records || answer!.Aliases.Count > 0 || SpfRecordEdit.Join(records) is not { } joined)
            return new SpfAdvice(AdviceKind.MendSpf, $"{Fault}: make one of them.", null);
        SpfRecordTree tree = Tree(joined, dns);
        return tree.Lookups > SpfLimits.Default.MaxLookups
            ? new SpfAdvice(AdviceKind.MendSpf, $"{Fault}: make one of them, and drop includes that no mail uses, as together they need {Count(tree)} look-ups where SPF allows {SpfLimits.Default.MaxLookups}.", null)
            : new SpfAdvice(AdviceKind.MendSpf, $"{Fault}: publish this one in the place of all{LookupWords(joined, dns)}.", new AdviceRecord(domain, "TXT", joined, IsExact: true));
    }

    /// <summary>The term that is wrong, where the record itself has it.</summary>
    private static string Fault(string domain, IDnsView? dns) =>
        dns is not null && DomainName.TryParse(domain.AsSpan()) is { } owner && SpfRecordTree.TextAt(owner, dns, out _) is { } text
            && SpfRecordParser.Parse(System.Text.Encoding.UTF8.GetBytes(text)).Error is { } error ? $" at \"{error}\"" : "";

    private static SpfAdvice Publish(string text, string domain, string record) => new(AdviceKind.AuthorizeSender, text, new AdviceRecord(domain, "TXT", record, IsExact: true));

    private static string LookupWords(string record, IDnsView? dns) =>
        dns is null ? "" : $" ({Count(Tree(record, dns))} of {SpfLimits.Default.MaxLookups} look-ups then)";

    private static string Count(SpfRecordTree tree) => tree.IsWhole ? $"{tree.Lookups}" : $"at least {tree.Lookups}";

    private static SpfRecordTree Tree(string record, IDnsView dns) => SpfRecordTree.Of(SpfRecordParser.Parse(System.Text.Encoding.UTF8.GetBytes(record)), dns);
}
