using System.Net;
using System.Text;

namespace BulkVerify.Claims;

/// <summary>
/// Takes envelope facts and verdicts from the fields of a trusted receiver: Received-SPF first, then Authentication-Results, then the copies sealed by ARC.
/// A sender can write such fields too. So only those with a trusted id count, and none below the Received field of the host before; or, when no id was
/// given, those above the trust boundary that name the boundary's host (RFC 8601 §7.1). What an earlier field told is not replaced.
/// </summary>
internal sealed class ReceiverFieldReader(IReadOnlyList<string> trustedIds, RelayList relays, NameTable names)
{
    private static readonly HeaderId[] Order = [HeaderId.ReceivedSpf, HeaderId.AuthenticationResults, HeaderId.ArcAuthenticationResults];

    /// <param name="facts">With the trace and the boundary hop that it shows.</param>
    public void Read(ReadOnlySpan<byte> message, HeaderTable headers, EnvelopeFacts facts)
    {
        ReadTrusted(message, headers, facts.BoundaryHop, facts);
        if (facts.Recorded.AuthservId.Length == 0)
            facts.Recorded.OfferedBy = headers.Has(HeaderId.AuthenticationResults) ? TopmostId(message, headers.Fields) : "";
    }

    /// <summary>The id of the topmost Authentication-Results field that has one; empty without.</summary>
    private string TopmostId(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderField> fields)
    {
        foreach (HeaderField field in fields)
        {
            if (field.Id == HeaderId.AuthenticationResults && new AuthResultsReader(message[field.ValueStart..field.End]).AuthservId is { IsEmpty: false } id)
                return names.Text(id, ReceivedHop.MaxTextLength);
        }
        return "";
    }

    private void ReadTrusted(ReadOnlySpan<byte> message, HeaderTable headers, int boundary, EnvelopeFacts facts)
    {
        if (trustedIds.Count == 0 && boundary < 0)
            return;
        ReceivedHop hop = boundary < 0 ? default : facts.Trace[boundary];
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        int end = trustedIds.Count == 0 ? hop.FieldIndex : EndOfTrusted(message, fields, facts);
        bool takesDkim = true;
        foreach (HeaderId id in Order)
        {
            // The sealed copy is of an earlier moment: it tells of signatures only where the receiver's own field does not.
            takesDkim &= id != HeaderId.ArcAuthenticationResults || facts.Recorded.Dkim.Count == 0;
            for (int i = 0; i < end && headers.Has(id); i++)
            {
                if (fields[i].Id != id)
                    continue;
                ReadOnlySpan<byte> value = message[fields[i].ValueStart..fields[i].End];
                string? boundaryHost = boundary >= 0 && i < hop.FieldIndex ? hop.By : null;
                if (id == HeaderId.ReceivedSpf)
                    TakeReceivedSpf(new ReceivedSpfReader(value), boundaryHost, facts);
                else
                    TakeResults(new AuthResultsReader(value, id == HeaderId.ArcAuthenticationResults, notesDefects: false), boundaryHost, takesDkim, facts);
            }
        }
    }

    /// <summary>The receiver of the topmost trusted field wrote nothing below the Received field that follows its own one.</summary>
    private int EndOfTrusted(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderField> fields, EnvelopeFacts facts)
    {
        foreach (HeaderField field in fields)
        {
            if (field.Id is not (HeaderId.AuthenticationResults or HeaderId.ArcAuthenticationResults))
                continue;
            var results = new AuthResultsReader(message[field.ValueStart..field.End], field.Id == HeaderId.ArcAuthenticationResults, notesDefects: false);
            string id = names.Text(results.AuthservId, ReceivedHop.MaxTextLength);
            if (id.Length == 0 || !IsTrusted(id, null, facts))
                continue;
            int hop = TraceBoundary.FindOf(facts.Trace, relays, id, null) + 1;
            return hop > 0 && hop < facts.Hops.Count ? facts.Trace[hop].FieldIndex : fields.Length;
        }
        return fields.Length;
    }

    private void TakeReceivedSpf(in ReceivedSpfReader spf, string? boundaryHost, EnvelopeFacts facts)
    {
        string receiver = names.Text(spf.Receiver, ReceivedHop.MaxTextLength);
        // Above the boundary only the boundary's host and those behind it write.
        bool trusted = receiver.Length > 0 ? IsTrustedReceiver(receiver, boundaryHost, facts) : boundaryHost is { Length: > 0 } && (trustedIds.Count == 0 || IsTrustedHost(boundaryHost));
        if (!trusted)
            return;
        Name(receiver.Length > 0 ? receiver : boundaryHost!, facts);
        facts.Recorded.TakeSpf(IsBestGuess(spf.Comment) ? AuthResult.None : spf.Result, spf.IsOfHelo);
        if (spf.TryGetValue("client-ip"u8, out ReadOnlySpan<byte> address))
            TakeClient(names.Address(address), EnvelopeSource.ReceivedSpf, facts);
        if (spf.TryGetValue("envelope-from"u8, out ReadOnlySpan<byte> path))
            TakeMailFrom(path, EnvelopeSource.ReceivedSpf, facts);
        if (spf.TryGetValue("helo"u8, out ReadOnlySpan<byte> helo))
            TakeHelo(helo, EnvelopeSource.ReceivedSpf, facts);
    }

    /// <param name="boundaryHost">The boundary's host when the field stands above the boundary, else null.</param>
    /// <param name="takesDkim">False to pass over what is said of DKIM.</param>
    private void TakeResults(AuthResultsReader results, string? boundaryHost, bool takesDkim, EnvelopeFacts facts)
    {
        string id = names.Text(results.AuthservId, ReceivedHop.MaxTextLength);
        bool trusted;
        if (id.Length == 0 && boundaryHost is not null && TraceBoundary.IsExchangeOnline(boundaryHost))
        {
            id = boundaryHost;
            trusted = trustedIds.Count == 0 || IsTrustedHost(boundaryHost);
        }
        else
            trusted = id.Length > 0 && IsTrusted(id, boundaryHost, facts);
        if (!trusted)
            return;
        Name(id, facts);
        while (results.MoveNext())
            TakeResult(results, takesDkim, facts);
    }

    private void TakeResult(in AuthResultsReader results, bool takesDkim, EnvelopeFacts facts)
    {
        RecordedVerdicts recorded = facts.Recorded;
        var properties = new RecordedProperties(results.Properties);
        bool isSpf = results.IsMethod("spf"u8);
        // RFC 8601 §3 and what receivers write beside it: the address that connected.
        if (properties.HasAddress)
            TakeClient(names.Address(properties.Address), EnvelopeSource.AuthenticationResults, facts);
        else if (isSpf && facts.ClientIp is null)
            TakeClient(FirstAddress(results.Comment), EnvelopeSource.AuthenticationResults, facts);
        if (isSpf)
        {
            recorded.TakeSpf(IsBestGuess(results.Comment) ? AuthResult.None : results.Result, properties is { HasHelo: true, HasMailFrom: false });
            if (properties.HasMailFrom)
                TakeMailFrom(properties.MailFrom, EnvelopeSource.AuthenticationResults, facts);
            if (properties.HasHelo)
                TakeHelo(properties.Helo, EnvelopeSource.AuthenticationResults, facts);
        }
        else if (results.IsMethod("dmarc"u8))
            recorded.Dmarc ??= results.Result;
        else if (results.IsMethod("arc"u8))
            recorded.Arc ??= results.Result;
        else if (takesDkim && results.IsMethod("dkim"u8) && results.Result is { } result)
            recorded.Add(SignatureOf(result, properties));
    }

    private RecordedSignature SignatureOf(AuthResult result, in RecordedProperties properties)
    {
        ReadOnlySpan<byte> prefix = properties.SignaturePrefix;
        return new RecordedSignature(
            result,
            names.Domain(properties.SigningDomain),
            names.Text(properties.Selector, ReceivedHop.MaxTextLength),
            prefix.IsEmpty ? "" : Encoding.UTF8.GetString(prefix[..Math.Min(prefix.Length, 16)]));
    }

    /// <summary>Gmail's word for a domain without a record, which it judged by one of its own making: of what the domain published the result is none (RFC 7208 §2.6.1).</summary>
    private static bool IsBestGuess(ReadOnlySpan<byte> comment) => comment.IndexOf("best guess record"u8) >= 0;

    private IPAddress? FirstAddress(ReadOnlySpan<byte> comment)
    {
        foreach (Range range in comment.SplitAny(" \t\r\n"u8))
        {
            if (names.Address(comment[range]) is { } address)
                return address;
        }
        return null;
    }

    private bool IsTrusted(string id, string? boundaryHost, EnvelopeFacts facts)
    {
        if (trustedIds.Count == 0)
            return boundaryHost is not null && (HostText.IsSameOrganization(id, boundaryHost) || IsInnerHost(id, facts));
        return IsTrustedHost(id);
    }

    /// <summary>True for a host that took the message over from the boundary's: only the receiver writes above the boundary.</summary>
    private static bool IsInnerHost(string id, EnvelopeFacts facts)
    {
        foreach (ref readonly ReceivedHop hop in facts.Trace[..facts.BoundaryHop])
        {
            if (HostText.IsSame(hop.By, id))
                return true;
        }
        return false;
    }

    /// <summary>Receivers of many hosts write an id for each (RFC 8601 §2.5), and Exchange Online none: they are trusted by the domain above them.</summary>
    private bool IsTrustedHost(string host)
    {
        foreach (string trusted in trustedIds)
        {
            if (HostText.IsSameOrBelow(host, trusted))
                return true;
        }
        return false;
    }

    /// <summary>Receivers name themselves in Received-SPF by their host or by a domain above it.</summary>
    private bool IsTrustedReceiver(string receiver, string? boundaryHost, EnvelopeFacts facts)
    {
        foreach (string trusted in trustedIds)
        {
            if (HostText.IsSameOrBelow(trusted, receiver) && receiver.Contains('.'))
                return true;
        }
        return IsTrusted(receiver, boundaryHost, facts);
    }

    private static void Name(string id, EnvelopeFacts facts)
    {
        if (facts.Recorded.AuthservId.Length == 0)
            facts.Recorded.AuthservId = id;
    }

    private static void TakeClient(IPAddress? address, EnvelopeSource source, EnvelopeFacts facts)
    {
        if (address is null || facts.ClientIp is not null || HostAddress.IsInternal(address))
            return;
        facts.ClientIp = address;
        facts.ClientIpSource = source;
    }

    private void TakeMailFrom(ReadOnlySpan<byte> text, EnvelopeSource source, EnvelopeFacts facts)
    {
        if (facts.MailFromSource != EnvelopeSource.None)
            return;
        ReversePath path = ReversePath.Parse(text, names, domainAlone: true);
        // Coremail folds long addresses anywhere: a word without a dot is the beginning of one.
        if (!path.IsKnown || path is { LocalPart: "", Domain.LabelCount: 1 })
            return;
        facts.MailFrom = path;
        facts.MailFromSource = source;
    }

    private void TakeHelo(ReadOnlySpan<byte> text, EnvelopeSource source, EnvelopeFacts facts)
    {
        if (facts.Helo is not null || text.IsEmpty)
            return;
        facts.Helo = names.Text(HostText.Trim(text), ReceivedHop.MaxTextLength);
        facts.HeloSource = source;
    }
}
