using System.Runtime.CompilerServices;
using System.Text;

namespace BulkVerify.Claims;

/// <summary>Reads what a message says of itself. One per worker: not thread-safe.</summary>
public sealed class ClaimsReader(EnvelopeOptions options, NameTable names)
{
    /// <summary>Octets of Reply-To, Sender and To that are read.</summary>
    private const int MaxAddressLength = 16384;

    private readonly EnvelopeReader _envelope = new(options, names);
    private readonly ListTraceReader _lists = new(names);
    private readonly SignatureClaimReader _signatures = new(names);

    /// <param name="message">The message's bytes, needed only during the call.</param>
    /// <param name="separator">The mbox separator line without its line end; empty where there is none.</param>
    /// <param name="headers">The fields of <paramref name="message"/>.</param>
    /// <param name="claims">Cleared and filled.</param>
    public void Read(ReadOnlySpan<byte> message, ReadOnlySpan<byte> separator, HeaderTable headers, MessageClaims claims)
    {
        claims.Clear();
        claims.Exporter = ExporterMarks.OfSeparator(separator);
        int deliveries = 0;
        bool isTraced = false;
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            HeaderId id = fields[i].Id;
            if (id == HeaderId.Other)
                continue;
            isTraced |= id == HeaderId.Received;
            // Apple Mail sends its marks along: below a trace they are the sender's.
            if (id == HeaderId.AppleStore && isTraced)
                continue;
            ReadOnlySpan<byte> value = message[fields[i].ValueStart..fields[i].End];
            if (id == HeaderId.DeliveredTo)
                deliveries++;
            else
                Take(id, value, claims);
        }
        claims.Author = AuthorDomainReader.Read(headers, message, names);
        _envelope.Read(message, headers, separator, claims.Date, claims.Envelope);
        ListTraceReader.TakeMailFrom(claims.Envelope.MailFrom, claims.Lists);
        if (claims.SenderDomain is not null && claims.Author.Domain is not null && claims.SenderDomain != claims.Author.Domain)
            claims.Lists.Flags |= ListTraceFlags.SenderDiffers;
        if (deliveries > 1)
            claims.Lists.Flags |= ListTraceFlags.DeliveredTwice;
        _signatures.Read(message, headers, claims.Signatures);
    }

    [SkipLocalsInit]
    private void Take(HeaderId id, ReadOnlySpan<byte> value, MessageClaims claims)
    {
        switch (id)
        {
            case HeaderId.ContentType or HeaderId.GmailStore or HeaderId.MozillaStore or HeaderId.AppleStore:
                if (claims.Exporter == Exporter.None)
                    claims.Exporter = ExporterMarks.OfField(id, value);
                break;
            case HeaderId.MessageId when claims.MessageId.Length == 0:
                claims.MessageId = Encoding.UTF8.GetString(Unfolded(value, stackalloc byte[MessageClaims.MaxTextLength]));
                break;
            case HeaderId.Date:
                claims.Date ??= MailDate.Parse(value);
                break;
            case HeaderId.From when claims.AuthorName.Length == 0:
                claims.AuthorName = AuthorNameReader.Read(value, names);
                break;
            case HeaderId.ReplyTo:
                TakeReplyTo(value, claims);
                break;
            case HeaderId.Sender:
                claims.SenderDomain ??= FirstDomain(value);
                break;
            case HeaderId.To:
                claims.ToDomain ??= FirstDomain(value);
                break;
            case HeaderId.FeedbackId:
                claims.FeedbackIdOctets = Unfolded(value, stackalloc byte[MessageClaims.MaxTextLength]);
                break;
            case HeaderId.XFeedbackId when claims.FeedbackIdOctets.IsEmpty:
                claims.FeedbackIdOctets = Unfolded(value, stackalloc byte[MessageClaims.MaxTextLength]);
                break;
            case HeaderId.ListUnsubscribe:
                claims.Unsubscribe = UnsubscribeReader.TakeUris(claims.Unsubscribe, value, names);
                break;
            case HeaderId.ListUnsubscribePost:
                claims.Unsubscribe = UnsubscribeReader.TakePost(claims.Unsubscribe, value);
                break;
            case HeaderId.Subject when claims.SubjectOctets.IsEmpty:
                claims.SubjectOctets = Unfolded(value, stackalloc byte[MessageClaims.MaxTextLength]);
                _lists.Take(id, value, claims.Lists);
                break;
            default:
                _lists.Take(id, value, claims.Lists);
                break;
        }
    }

    private void TakeReplyTo(ReadOnlySpan<byte> value, MessageClaims claims)
    {
        var mailboxes = new MailboxDomains(Bounded(value), stackalloc byte[MailboxDomains.BufferLength]);
        for (int i = 0; i < MessageClaims.MaxDomains && mailboxes.MoveNext(); i++)
        {
            if (names.Domain(mailboxes.Current) is { } domain)
                claims.AddReplyTo(domain);
        }
    }

    private DomainName? FirstDomain(ReadOnlySpan<byte> value)
    {
        var mailboxes = new MailboxDomains(Bounded(value), stackalloc byte[MailboxDomains.BufferLength]);
        for (int i = 0; i < MessageClaims.MaxDomains && mailboxes.MoveNext(); i++)
        {
            if (names.Domain(mailboxes.Current) is { } domain)
                return domain;
        }
        return null;
    }

    private static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> value) => value.Length > MaxAddressLength ? value[..MaxAddressLength] : value;

    /// <summary>The value without white space at its ends and without its line ends (RFC 5322 §2.2.3), bounded.</summary>
    /// <param name="value">As it stands in the field.</param>
    /// <param name="scratch">Room for <see cref="MessageClaims.MaxTextLength"/> octets.</param>
    private static ReadOnlySpan<byte> Unfolded(ReadOnlySpan<byte> value, Span<byte> scratch)
    {
        value = TagList.TrimWhiteSpace(value);
        if (value.Length > MessageClaims.MaxTextLength)
            value = value[..MessageClaims.MaxTextLength];
        if (!value.ContainsAny((byte)'\r', (byte)'\n'))
            return value;
        int length = 0;
        foreach (byte octet in value)
        {
            if (octet is not ((byte)'\r' or (byte)'\n'))
                scratch[length++] = octet;
        }
        return scratch[..length];
    }
}
