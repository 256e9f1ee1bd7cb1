using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Finds the integration mode of a stream from its merged facts. Pure. The first rule that applies decides: From of a vendor, relay of ours, own servers,
/// something aligned, a vendor shown, none of these.</summary>
internal static class IntegrationFinder
{
    public static Integration Of(StreamKey stream, StreamFacts facts, SummaryContext context)
    {
        if (facts.Messages == 0 || DomainName.TryParse(stream.AuthorDomain.AsSpan()) is not { } author)
            return new Integration(IntegrationMode.Unknown, null, facts.Messages == 0 ? "no received mail" : "From has no single domain");
        if (!context.IsOurs(author) && context.OwnerOf(author) is { } owner)
            return NotIntegrated(author, owner, facts, context);
        long align = Math.Max(facts.Either.Met, Math.Max(facts.SignedAsAuthor, facts.Envelope.Met));
        SenderKind kind = Enum.TryParse(facts.Kinds.Commonest(), out SenderKind named) ? named : SenderKind.Unknown;
        if (facts.Relayed * 2 > facts.Messages)
            return new Integration(IntegrationMode.Internal, Share(facts.Relayed, facts), $"handed over: {facts.Relays.Commonest()}");
        if (kind == SenderKind.Own)
            return new Integration(IntegrationMode.Direct, Share(facts.Either.Met, facts), $"sends as {facts.Evidence.Commonest()}");
        // A HELO or MAIL FROM under the author's domain is what a forger writes too: alone it shows nothing.
        bool shown = kind is SenderKind.Vendor;
        if (facts.Either.Met > 0 || (shown && align > 0))
            return new Integration(IntegrationMode.External, Share(align, facts), ExternalDetail(author, facts));
        return shown
            ? new Integration(IntegrationMode.BrokenAttempt, Share(facts.Messages - align, facts), $"shown by {facts.Evidence.Commonest()}, nothing aligned")
            : new Integration(IntegrationMode.SpoofOrUnknown, Share(facts.Messages - facts.Either.Met, facts), UnknownDetail(kind, facts));
    }

    private static Integration NotIntegrated(DomainName author, Vendor owner, StreamFacts facts, SummaryContext context)
    {
        string reply = facts.ReplyTo.ByCount().Select(r => r.Key).FirstOrDefault(r => DomainName.TryParse(r.AsSpan()) is { } domain && domain != author && context.IsOurs(domain)) ?? "";
        return new Integration(IntegrationMode.NotIntegrated, 1, reply.Length > 0 ? $"sends as {author} ({owner.Name}), replies to {reply}" : $"sends as {author} ({owner.Name})");
    }

    private static string ExternalDetail(DomainName author, StreamFacts facts)
    {
        var parts = new List<string>(3);
        string key = facts.AlignedKeys.Commonest();
        if (key.Length > 0)
            parts.Add($"key {KeyName(key)}");
        string envelope = AlignedEnvelope(author, facts);
        if (envelope.Length > 0)
            parts.Add(envelope == author.Value ? $"addresses in the SPF record of {envelope}" : $"envelope in {envelope}");
        return string.Join(", ", parts);
    }

    private static string UnknownDetail(SenderKind kind, StreamFacts facts) => kind switch
    {
        SenderKind.ClaimedVendor => $"{facts.Evidence.Commonest()}, nothing verifies",
        SenderKind.Domain => $"{facts.Evidence.Commonest()}, nothing aligned",
        _ => "nobody is shown, nothing aligned",
    };

    /// <summary>The commonest domain that SPF passes for at or below the author's organization; empty without one.</summary>
    internal static string AlignedEnvelope(DomainName author, StreamFacts facts)
    {
        foreach ((string text, _) in facts.SpfDomains.ByCount())
        {
            string domain = text[..text.IndexOf(' ')];
            if (domain == author.Value || domain.EndsWith($".{author.Value}", StringComparison.Ordinal) || author.Value.EndsWith($".{domain}", StringComparison.Ordinal))
                return domain;
        }
        return "";
    }

    /// <summary>"example.com s1" as the name of the record.</summary>
    internal static string KeyName(string key) => $"{key[(key.IndexOf(' ') + 1)..]}._domainkey.{key[..key.IndexOf(' ')]}";

    private static double Share(long part, StreamFacts facts) => Math.Min(1, (double)part / facts.Messages);
}
