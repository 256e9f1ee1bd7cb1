using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A stream whose From domain is not ours, seen by what of it answers to us: Reply-To, or the display name. A Reply-To takes the answers to us, whoever wrote it; a
/// display name is a claim that anyone can write, so it counts little and is called what it is.</summary>
internal sealed class OthersMail
{
    /// <summary>What a display name that names us weighs against a Reply-To.</summary>
    private const double NameWeight = 0.25;

    /// <summary>What the From domain of a vendor alone weighs: the vendor's own mail looks the same.</summary>
    private const double BareWeight = 0.1;

    private readonly DomainName _author;
    private readonly StreamFacts _facts;
    private readonly List<KeyValuePair<string, long>> _replies, _names;

    private OthersMail(DomainName author, StreamFacts facts, SummaryContext context)
    {
        (_author, _facts, Owner) = (author, facts, context.OwnerOf(author));
        _replies = [.. facts.ReplyTo.ByCount().Where(r => DomainName.TryParse(r.Key.AsSpan()) is { } domain && domain != author && context.IsOurs(domain))];
        _names = [.. facts.AuthorNames.ByCount().Where(n => context.Names?.FindIn(n.Key) is not null)];
        IsOfMailboxes = MailboxProviders.Contains(author) && !IsMostlyOfOurs;
    }

    /// <summary>The vendor that owns the From domain; null when none does.</summary>
    public Vendor? Owner { get; }

    /// <summary>Mail of people who have a mailbox there, not of a service.</summary>
    public bool IsOfMailboxes { get; }

    /// <summary>True when most messages answer to us, and not because a list has put them so.</summary>
    public bool IsMostlyOfOurs => Math.Max(Replies, Names) * 2 > _facts.Messages && _facts.Lists.Texts.Values.Sum() * 2 <= _facts.Messages;

    /// <summary>True when any message answers to us.</summary>
    public bool IsOfOurs => _replies.Count + _names.Count > 0;

    public string Name => Owner is null ? _author.Value : $"{_author} ({Owner.Name})";

    /// <summary>0 to 1: the share of messages with a Reply-To of ours, and the rest at its weight.</summary>
    public double Confidence
    {
        get
        {
            long onlyNamed = Math.Max(0, Names - Replies), bare = Math.Max(0, _facts.Messages - Replies - onlyNamed);
            return Math.Min(1, (Replies + (NameWeight * onlyNamed) + (BareWeight * bare)) / _facts.Messages);
        }
    }

    public string Detail =>
        _replies.Count > 0 ? $"replies to {_replies[0].Key}"
        : _names.Count > 0 ? $"names you in the display name only (\"{_names[0].Key}\"), which anyone can write"
        : "nothing in it answers to you or names you: perhaps mail of its own";

    public IReadOnlyList<IntegrationEvidence> Evidence =>
    [
        .. _replies.Take(1).Select(r => new IntegrationEvidence($"Reply-To {r.Key}", r.Value)),
        .. _names.Take(1).Select(n => new IntegrationEvidence($"display name \"{n.Key}\", which anyone can write", n.Value)),
    ];

    /// <summary>Messages with a Reply-To of ours.</summary>
    public long Replies => _replies.Sum(r => r.Value);

    private long Names => _names.Sum(n => n.Value);

    /// <summary>Null for a stream without messages to look at.</summary>
    public static OthersMail? Of(DomainName author, StreamFacts facts, SummaryContext context) => facts.Messages == 0 ? null : new OthersMail(author, facts, context);
}
