using System.Buffers;
using System.Net;
using System.Text;

namespace BulkVerify.Claims;

/// <summary>Collects what the from clause of a Received field says of the client, and tells HELO, reverse name and address apart:
/// <code>
/// from HELO (rdns [ip])             Postfix, Sendmail, Gmail        from rdns ([ip] helo=HELO)         Exim
/// from HELO ([ip]) | HELO (ip)      Sendmail, Exchange              from [ip] (helo=HELO)              Exim
/// from rdns (HELO HELO) (ip)        qmail                           from rdns ([ip]:port "EHLO HELO")  ZMailer
/// </code></summary>
internal ref struct ReceivedClient(NameTable names)
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create(" \t\r\n()\","u8);

    private ReadOnlySpan<byte> _word;
    private ReadOnlySpan<byte> _helo;
    private ReadOnlySpan<byte> _reverse;
    private IPAddress? _wordAddress;
    private IPAddress? _commentAddress;
    private bool _forged;
    private int _words;

    /// <summary>True when a comment has an address.</summary>
    public readonly bool HasAddress => _commentAddress is not null;

    public void TakeWord(ReadOnlySpan<byte> word)
    {
        if (_words++ == 0)
            _word = word;
        _wordAddress ??= names.Address(word);
    }

    public void TakeComment(ReadOnlySpan<byte> comment)
    {
        ReadOnlySpan<byte> previous = [];
        bool heloFollows = false;
        bool first = true;
        // A client's reverse name may look like an address: one in brackets behind it (RFC 5321 §4.1.3) is the address.
        bool isBare = false;
        while (true)
        {
            int start = comment.IndexOfAnyExcept(Separators);
            if (start < 0)
                return;
            comment = comment[start..];
            int length = comment.IndexOfAny(Separators);
            ReadOnlySpan<byte> token = length < 0 ? comment : comment[..length];
            comment = comment[token.Length..];
            if (heloFollows || (token.Length > 5 && Ascii.EqualsIgnoreCase(token[..5], "helo="u8)))
            {
                if (_helo.IsEmpty)
                    _helo = heloFollows ? token : token[5..];
                heloFollows = false;
                token = [];
            }
            else if (token.Length == 4 && (Ascii.EqualsIgnoreCase(token, "helo"u8) || Ascii.EqualsIgnoreCase(token, "ehlo"u8)))
            {
                heloFollows = true;
                token = [];
            }
            else if ((_commentAddress is null || (isBare && token.StartsWith("["u8))) && names.Address(token[(token.LastIndexOf((byte)'@') + 1)..]) is { } address)
            {
                _commentAddress = address;
                isBare = !token.Contains((byte)'[');
                _reverse = ReverseName(previous);
            }
            else if (first && _commentAddress is null && Ascii.EqualsIgnoreCase(token, "unknown"u8))
                _reverse = token;
            else if (_commentAddress is not null && token.SequenceEqual("forged"u8))
                _forged = true;
            previous = token;
            first = false;
        }
    }

    public readonly void Resolve(ref ReceivedLine line)
    {
        if (!line.HasFrom)
            return;
        line.Address = _commentAddress ?? _wordAddress;
        bool wordIsAddress = names.Address(_word) is not null;
        ReadOnlySpan<byte> reverse = _reverse;
        line.Helo = HostText.Trim(_helo.IsEmpty ? _word : _helo);
        // The helo is told apart in a comment: the word is the name that the receiver looked up.
        if (!_helo.IsEmpty && reverse.IsEmpty && !wordIsAddress)
            reverse = _word;
        reverse = HostText.Trim(reverse);
        bool unknown = Ascii.EqualsIgnoreCase(reverse, "unknown"u8);
        line.ReverseFailed = unknown || _forged;
        line.ReverseName = unknown ? [] : reverse;
    }

    /// <summary>The name before the address, without the user of an ident answer.</summary>
    private readonly ReadOnlySpan<byte> ReverseName(ReadOnlySpan<byte> token)
    {
        token = token[(token.LastIndexOf((byte)'@') + 1)..];
        return token.ContainsAny("=:/"u8) || names.Address(token) is not null ? [] : token;
    }
}
