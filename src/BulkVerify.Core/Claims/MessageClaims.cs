using System.Text;

namespace BulkVerify.Claims;

/// <summary>
/// Everything a message says of itself that later stages want. Filled by <see cref="ClaimsReader"/>, which clears it first; holds no reference to the message,
/// so it may outlive it. Texts are bounded and come from mail: whoever prints them escapes them.
/// </summary>
public sealed class MessageClaims : IReusable
{
    /// <summary>Octets kept of a Message-ID, a subject and a Feedback-ID.</summary>
    public const int MaxTextLength = 998;

    /// <summary>Octets kept of a display name, as it is written.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Domains kept of an address list.</summary>
    public const int MaxDomains = 8;

    private readonly List<DomainName> _replyTo = [];
    private readonly OctetBuffer _subject = new(MaxTextLength);
    private readonly OctetBuffer _feedbackId = new(MaxTextLength);

    /// <summary>Message-ID without white space at its ends, angle brackets included; empty when missing.</summary>
    public string MessageId { get; internal set; } = "";

    /// <summary>Date field in seconds of the Unix epoch; null when missing or no date.</summary>
    public long? Date { get; internal set; }

    /// <summary>The author domain, from the From field.</summary>
    public AuthorDomain Author { get; internal set; }

    /// <summary>Display name of the first From field as it is written, not decoded; empty without one.</summary>
    public string AuthorName { get; internal set; } = "";

    /// <summary>Subject with folding removed, encoded words as they stand; empty when missing.</summary>
    public string Subject
    {
        get => Encoding.UTF8.GetString(_subject.Span);
        internal set => _subject.Set(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Distinct domains of Reply-To, in order.</summary>
    public IReadOnlyList<DomainName> ReplyToDomains => _replyTo;

    /// <summary>Domain of the first Sender field; null without one.</summary>
    public DomainName? SenderDomain { get; internal set; }

    /// <summary>Domain of the first address of To; null without one.</summary>
    public DomainName? ToDomain { get; internal set; }

    /// <summary>Feedback-ID, else X-Feedback-ID, unfolded; empty when missing.</summary>
    public string FeedbackId
    {
        get => Encoding.UTF8.GetString(_feedbackId.Span);
        internal set => _feedbackId.Set(Encoding.UTF8.GetBytes(value));
    }

    /// <summary><see cref="Subject"/> as octets, which nearly always nobody makes a text of. UTF-8 but for what hostile mail put into it.</summary>
    internal ReadOnlySpan<byte> SubjectOctets
    {
        get => _subject.Span;
        set => _subject.Set(value);
    }

    /// <summary><see cref="FeedbackId"/> in the same way.</summary>
    internal ReadOnlySpan<byte> FeedbackIdOctets
    {
        get => _feedbackId.Span;
        set => _feedbackId.Set(value);
    }

    public UnsubscribeFacts Unsubscribe { get; internal set; }

    public ListTraces Lists { get; } = new();

    public EnvelopeFacts Envelope { get; } = new();

    /// <summary>The program that stored the message; a hint.</summary>
    public Exporter Exporter { get; internal set; }

    public SignatureClaims Signatures { get; internal set; } = new();

    public void Clear()
    {
        MessageId = AuthorName = "";
        _subject.Clear();
        _feedbackId.Clear();
        Date = null;
        Author = new AuthorDomain(AuthorDomainStatus.NoFromField, domain: null);
        _replyTo.Clear();
        SenderDomain = ToDomain = null;
        Unsubscribe = default;
        Lists.Clear();
        Envelope.Clear();
        Exporter = Exporter.None;
        Signatures.Clear();
    }

    internal void AddReplyTo(DomainName domain)
    {
        if (_replyTo.Count < MaxDomains && !_replyTo.Contains(domain))
            _replyTo.Add(domain);
    }
}
