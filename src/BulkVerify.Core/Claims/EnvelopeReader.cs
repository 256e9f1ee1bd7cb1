using System.Text;
using BulkVerify.Archives;

namespace BulkVerify.Claims;

/// <summary>
/// Finds out what the SMTP session was that stored mail no longer has: client address, HELO, MAIL FROM and time of receipt, from the strongest source that tells
/// (see <see cref="EnvelopeSource"/>). What no source tells stays unknown, never guessed. One per worker: not thread-safe.
/// </summary>
public sealed class EnvelopeReader(EnvelopeOptions options, NameTable names)
{
    /// <summary>Separator dates before 2 January 1970 stand for "no date".</summary>
    private const long FirstSeparatorDate = 86400;

    /// <summary>Place in the message of the reverse-path that each hop's field notes; null when it notes none.</summary>
    private readonly Range?[] _envelopeFrom = new Range?[EnvelopeFacts.MaxHops];

    private readonly ReceiverFieldReader _receiver = new(options.TrustedAuthservIds, options.Relays, names);

    /// <param name="separator">The mbox separator line without its line end; empty where there is none.</param>
    /// <param name="date">The Date field as seconds of the Unix epoch.</param>
    /// <param name="facts">Cleared and filled.</param>
    public void Read(ReadOnlySpan<byte> message, HeaderTable headers, ReadOnlySpan<byte> separator, long? date, EnvelopeFacts facts)
    {
        facts.Clear();
        ReadTrace(message, headers, facts);
        facts.BoundaryHop = TraceBoundary.Find(facts.Trace, options.Relays);
        _receiver.Read(message, headers, facts);
        if (options.TrustedAuthservIds.Count > 0 && (facts.ClientIp is not null || facts.MailFromSource != EnvelopeSource.None))
            facts.BoundaryHop = TraceBoundary.FindOf(facts.Trace, options.Relays, facts.Recorded.AuthservId, facts.ClientIp);
        TakeBoundary(message, facts);
        TakeMailFrom(message, headers, separator, facts);
        TakeTime(separator, date, facts);
        TakeOptions(facts);
    }

    private void ReadTrace(ReadOnlySpan<byte> message, HeaderTable headers, EnvelopeFacts facts)
    {
        bool received = false;
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        int hops = 0;
        foreach (ref readonly HeaderField field in fields)
            hops += field.Id == HeaderId.Received ? 1 : 0;
        facts.Reserve(hops);
        for (int i = 0; i < fields.Length; i++)
        {
            switch (fields[i].Id)
            {
                case HeaderId.Received when facts.HopCount < EnvelopeFacts.MaxHops:
                    ReceivedLine line = ReceivedParser.Parse(message[fields[i].ValueStart..fields[i].End], names);
                    ReceivedHop hop = ReceivedHop.Of(line, i, names);
                    _envelopeFrom[facts.HopCount] = line.HasEnvelopeFrom ? PlaceOf(line.EnvelopeFrom, message) : null;
                    facts.AddHop(hop);
                    received |= !hop.IsHandedIn;
                    break;
                case HeaderId.Received:
                    facts.HopCount++;
                    break;
                case HeaderId.ReturnPath or HeaderId.ReceivedSpf or HeaderId.AuthenticationResults or HeaderId.ArcAuthenticationResults
                    or HeaderId.XEnvelopeFrom or HeaderId.XOriginalReturnPath or HeaderId.DeliveredTo:
                    received = true;
                    break;
            }
        }
        facts.Class = received ? ReceiptClass.Received : ReceiptClass.NeverReceived;
    }

    private void TakeBoundary(ReadOnlySpan<byte> message, EnvelopeFacts facts)
    {
        if (facts.BoundaryHop < 0)
            return;
        ref readonly ReceivedHop hop = ref facts.Trace[facts.BoundaryHop];
        facts.IsSubmission = hop.IsHandedIn;
        if (facts.ClientIp is null && !hop.IsHandedIn && hop.Address is not null)
        {
            facts.ClientIp = hop.Address;
            facts.ClientIpSource = EnvelopeSource.Received;
        }
        if (facts.Helo is null && hop.Helo.Length > 0)
        {
            facts.Helo = hop.Helo;
            facts.HeloSource = EnvelopeSource.Received;
        }
        if (_envelopeFrom[facts.BoundaryHop] is { } place)
            Offer(ReversePath.Parse(message[place], names), EnvelopeSource.Received, facts);
    }

    private static Range PlaceOf(ReadOnlySpan<byte> part, ReadOnlySpan<byte> message) =>
        message.Overlaps(part, out int start) ? start..(start + part.Length) : default;

    private void TakeMailFrom(ReadOnlySpan<byte> message, HeaderTable headers, ReadOnlySpan<byte> separator, EnvelopeFacts facts)
    {
        OfferField(HeaderId.ReturnPath, EnvelopeSource.ReturnPath, message, headers, facts);
        OfferField(HeaderId.XEnvelopeFrom, EnvelopeSource.XEnvelopeFrom, message, headers, facts);
        OfferField(HeaderId.XOriginalReturnPath, EnvelopeSource.XEnvelopeFrom, message, headers, facts);
        if (IsWholeMailFrom(facts))
            return;
        ReversePath sender = ReversePath.Parse(SeparatorLine.Sender(separator), names);
        // Stores that know no sender write names such as "mboxrd@z" or "id@xxx".
        if (sender.Domain is { LabelCount: > 1 })
            Offer(sender, EnvelopeSource.MboxSeparator, facts);
    }

    private void OfferField(HeaderId id, EnvelopeSource source, ReadOnlySpan<byte> message, HeaderTable headers, EnvelopeFacts facts)
    {
        if (!headers.Has(id) || IsWholeMailFrom(facts))
            return;
        foreach (ref readonly HeaderField field in headers.Fields)
        {
            if (field.Id != id)
                continue;
            ReadOnlySpan<byte> value = message[field.ValueStart..field.End];
            Offer(id == HeaderId.ReturnPath && IsMailerDaemon(value, facts) ? ReversePath.Null : ReversePath.Parse(value, names), source, facts);
            return;
        }
    }

    /// <summary>True for what is written at delivery in place of the null reverse-path: Postfix names the daemon alone, and Sendmail adds its own host.</summary>
    private static bool IsMailerDaemon(ReadOnlySpan<byte> value, EnvelopeFacts facts)
    {
        ReadOnlySpan<byte> path = TagList.TrimWhiteSpace(value);
        if (path.Length < MailerDaemon.Length + 2 || path[0] != (byte)'<' || path[^1] != (byte)'>' || !Ascii.EqualsIgnoreCase(path.Slice(1, MailerDaemon.Length), MailerDaemon))
            return false;
        ReadOnlySpan<byte> host = path[(MailerDaemon.Length + 1)..^1];
        if (host.IsEmpty)
            return true;
        for (int i = 0; i < facts.Hops.Count && (i <= facts.BoundaryHop || facts.BoundaryHop < 0) && host[0] == (byte)'@'; i++)
        {
            if (Ascii.EqualsIgnoreCase(host[1..], facts.Trace[i].By))
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> MailerDaemon => "MAILER-DAEMON"u8;

    /// <summary>True when nothing that <see cref="Offer"/> is given could change what is known.</summary>
    private static bool IsWholeMailFrom(EnvelopeFacts facts) =>
        facts.MailFromSource != EnvelopeSource.None && (facts.MailFrom.IsNull || facts.MailFrom.LocalPart.Length > 0);

    /// <summary>Takes the path when none is known, or its local part when only the same domain is known.</summary>
    private static void Offer(in ReversePath path, EnvelopeSource source, EnvelopeFacts facts)
    {
        if (facts.MailFromSource == EnvelopeSource.None && path.IsKnown)
        {
            facts.MailFrom = path;
            facts.MailFromSource = source;
        }
        else if (facts.MailFrom.LocalPart.Length == 0 && path.Domain is not null && path.Domain == facts.MailFrom.Domain)
            facts.MailFrom = path;
    }

    private static void TakeTime(ReadOnlySpan<byte> separator, long? date, EnvelopeFacts facts)
    {
        if (DateOfReceipt(facts) is { } received)
        {
            facts.ReceivedAt = received;
            facts.ReceivedAtSource = ReceiptTimeSource.Received;
        }
        else if (date is not null)
        {
            facts.ReceivedAt = date;
            facts.ReceivedAtSource = ReceiptTimeSource.Date;
        }
        else if (MailDate.Parse(SeparatorLine.Date(separator)) is { } delivered and >= FirstSeparatorDate)
        {
            facts.ReceivedAt = delivered;
            facts.ReceivedAtSource = ReceiptTimeSource.MboxSeparator;
        }
    }

    /// <summary>Date of the boundary, else of the nearest field above it; without a boundary that of the topmost field that has one.</summary>
    private static long? DateOfReceipt(EnvelopeFacts facts)
    {
        for (int i = facts.BoundaryHop; i >= 0; i--)
        {
            if (facts.Trace[i].Date is { } date)
                return date;
        }
        for (int i = 0; facts.BoundaryHop < 0 && i < facts.Hops.Count; i++)
        {
            if (facts.Trace[i].Date is { } date)
                return date;
        }
        return null;
    }

    private void TakeOptions(EnvelopeFacts facts)
    {
        if (options.ClientIp is not null)
        {
            facts.ClientIp = options.ClientIp;
            facts.ClientIpSource = EnvelopeSource.Option;
            facts.IsSubmission = false;
            facts.Class = ReceiptClass.Received;
        }
        if (options.Helo is not null)
        {
            facts.Helo = options.Helo;
            facts.HeloSource = EnvelopeSource.Option;
        }
        if (options.MailFrom is not null)
        {
            facts.MailFrom = options.MailFrom.Length == 0 ? ReversePath.Null : ReversePath.Parse(System.Text.Encoding.UTF8.GetBytes(options.MailFrom), names, domainAlone: true);
            facts.MailFromSource = EnvelopeSource.Option;
            facts.Class = ReceiptClass.Received;
        }
    }
}
