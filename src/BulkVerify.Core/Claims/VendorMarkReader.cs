using System.Text;

namespace BulkVerify.Claims;

/// <summary>Finds the hints of <see cref="VendorMarks"/>. One per worker: not thread-safe.</summary>
public sealed class VendorMarkReader(HeaderFingerprints fingerprints, NameTable names)
{
    /// <summary>Fingerprints kept of one message.</summary>
    public const int MaxHeaders = 16;

    /// <summary>List-Unsubscribe hosts kept of one message.</summary>
    public const int MaxHosts = 4;

    /// <summary>Octets of a value that are matched against an expression.</summary>
    public const int MaxValueLength = 998;

    private readonly RecentMarks _recent = new();
    private readonly List<HeaderFingerprint> _headers = [];
    private readonly List<string> _feedbackIds = [];
    private readonly List<DomainName> _hosts = [];

    /// <param name="message">The bytes that <paramref name="headers"/> was scanned from.</param>
    /// <param name="trustBoundary">Index of the first field that the sending side wrote; fields above it that receivers write too are no hint.
    /// <see cref="int.MaxValue"/> when it is not known: then such fields are no hint anywhere.</param>
    public VendorMarks Read(ReadOnlySpan<byte> message, HeaderTable headers, int trustBoundary = int.MaxValue)
    {
        _headers.Clear();
        _feedbackIds.Clear();
        _hosts.Clear();
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            HeaderField field = fields[i];
            ReadOnlySpan<byte> value = message[field.ValueStart..field.End];
            if (field.Id == HeaderId.ListUnsubscribe)
                TakeHosts(value);
            else if (field.Id is HeaderId.FeedbackId or HeaderId.XFeedbackId)
                TakeFeedbackId(value);
            else if (field.Id == HeaderId.Other)
                TakeHeader(message.Slice(field.Start, field.NameLength), value, i >= trustBoundary);
        }
        return _recent.Of(_headers, _feedbackIds, _hosts);
    }

    private void TakeHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool belowBoundary)
    {
        foreach (HeaderFingerprint fingerprint in fingerprints.Find(name))
        {
            if (_headers.Count == MaxHeaders)
                return;
            if (fingerprint.ReceiversWriteIt && !belowBoundary)
                continue;
            if ((fingerprint.Value is null || IsMatch(fingerprint.Value, value)) && !_headers.Contains(fingerprint))
                _headers.Add(fingerprint);
        }
    }

    private void TakeFeedbackId(ReadOnlySpan<byte> value)
    {
        foreach ((string owner, ValuePattern pattern) in fingerprints.FeedbackIds)
        {
            if (_feedbackIds.Count < MaxHosts && IsMatch(pattern, value) && !_feedbackIds.Contains(owner))
                _feedbackIds.Add(owner);
        }
    }

    /// <summary>Hosts of the URIs in angle brackets (RFC 2369 §2): of http and https the host, of mailto the domain of the address.</summary>
    private void TakeHosts(ReadOnlySpan<byte> value)
    {
        while (_hosts.Count < MaxHosts && value.IndexOf((byte)'<') is var open and >= 0)
        {
            value = value[(open + 1)..];
            int close = value.IndexOf((byte)'>');
            ReadOnlySpan<byte> uri = TagList.TrimWhiteSpace(close < 0 ? value : value[..close]);
            if (names.Domain(HostOf(uri)) is { } host && !_hosts.Contains(host))
                _hosts.Add(host);
            value = close < 0 ? [] : value[(close + 1)..];
        }
    }

    private static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> uri)
    {
        int colon = uri.IndexOf((byte)':');
        if (colon < 0)
            return default;
        ReadOnlySpan<byte> scheme = uri[..colon];
        ReadOnlySpan<byte> rest = uri[(colon + 1)..];
        if (Ascii.EqualsIgnoreCase(scheme, "mailto"u8))
        {
            int query = rest.IndexOf((byte)'?');
            ReadOnlySpan<byte> address = query < 0 ? rest : rest[..query];
            int at = address.LastIndexOf((byte)'@');
            return at < 0 ? default : address[(at + 1)..];
        }
        if (!rest.StartsWith("//"u8) || !(Ascii.EqualsIgnoreCase(scheme, "https"u8) || Ascii.EqualsIgnoreCase(scheme, "http"u8)))
            return default;
        int end = rest[2..].IndexOfAny("/?#"u8);
        ReadOnlySpan<byte> authority = end < 0 ? rest[2..] : rest.Slice(2, end);
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        int port = authority.IndexOf((byte)':');
        return port < 0 ? authority : authority[..port];
    }

    private static bool IsMatch(ValuePattern pattern, ReadOnlySpan<byte> value)
    {
        value = TagList.TrimWhiteSpace(value);
        return value.Length <= MaxValueLength && pattern.IsMatch(value);
    }
}
