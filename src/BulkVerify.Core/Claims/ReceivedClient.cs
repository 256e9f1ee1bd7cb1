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

    // Behind the helo in its comment: the client may have put it there.
    private IPAddress? _heloAddress;
    private bool _forged;
    private bool _heloIsEmpty;
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
        bool heloFollows = false, heloTold = false, accountFollows = false;
        bool first = true;
        // A client's reverse name may look like an address: one in brackets behind it (RFC 5321 §4.1.3) is the address.
        bool isBare = false;
        while (true)
        {
            int start = comment.IndexOfAnyExcept(Separators);
            if (start < 0)
                break;
            comment = comment[start..];
            int length = comment.IndexOfAny(Separators);
            ReadOnlySpan<byte> token = length < 0 ? comment : comment[..length];
            comment = comment[token.Length..];
            if (heloFollows || (token.Length > 5 && Ascii.EqualsIgnoreCase(token[..5], "helo="u8)))
            {
                if (_helo.IsEmpty)
                    _helo = heloFollows ? token : token[5..];
                heloFollows = false;
                heloTold = true;
                token = [];
            }
            else if (accountFollows)
            {
                accountFollows = false;
                token = [];
            }
            else if (heloTold)
                _heloAddress ??= names.Address(token);
            else if (token.Length == 4 && (Ascii.EqualsIgnoreCase(token, "helo"u8) || Ascii.EqualsIgnoreCase(token, "ehlo"u8)))
            {
                heloFollows = true;
                token = [];
            }
            else if ((_commentAddress is null || (isBare && token.Contains((byte)'['))) && names.Address(AddressIn(token)) is { } address)
            {
                int bracket = token.IndexOf((byte)'[');
                _commentAddress = address;
                isBare = bracket < 0;
                _reverse = ReverseName(bracket > 0 ? token[..bracket] : previous);
            }
            else if (first && _commentAddress is null && Ascii.EqualsIgnoreCase(token, "unknown"u8))
                _reverse = token;
            else if (first && Ascii.EqualsIgnoreCase(token, "account"u8))
                accountFollows = true;
            else if (_commentAddress is not null && token.SequenceEqual("forged"u8))
                _forged = true;
            previous = token;
            first = false;
        }
        _heloIsEmpty |= heloFollows;
    }

    public readonly void Resolve(ref ReceivedLine line)
    {
        if (!line.HasFrom)
            return;
        line.Address = _commentAddress ?? _wordAddress ?? _heloAddress;
        bool wordIsAddress = names.Address(_word) is not null;
        ReadOnlySpan<byte> reverse = _reverse;
        bool heloTold = !_helo.IsEmpty || _heloIsEmpty;
        line.Helo = HostText.Trim(heloTold ? _helo : _word);
        // The helo is told apart in a comment: the word is the name that the receiver looked up.
        if (heloTold && reverse.IsEmpty && !wordIsAddress)
            reverse = _word;
        reverse = HostText.Trim(reverse);
        bool unknown = IsNoName(reverse);
        line.ReverseFailed = unknown || _forged;
        line.ReverseName = unknown ? [] : reverse;
    }

    /// <summary>What receivers write for want of a name: "softdnserr" is Courier's, "unverified" MailSite's word.</summary>
    private static bool IsNoName(ReadOnlySpan<byte> reverse) =>
        Ascii.EqualsIgnoreCase(reverse, "unknown"u8) || Ascii.EqualsIgnoreCase(reverse, "softdnserr"u8) || Ascii.EqualsIgnoreCase(reverse, "unverified"u8);

    /// <summary>The token from its bracket on, else without the user of an ident answer: "name[1.2.3.4]", "joe@1.2.3.4".</summary>
    private static ReadOnlySpan<byte> AddressIn(ReadOnlySpan<byte> token) =>
        token.IndexOf((byte)'[') is var bracket and >= 0 ? token[bracket..] : token[(token.LastIndexOf((byte)'@') + 1)..];

    /// <summary>The name before the address, without the user of an ident answer.</summary>
    private readonly ReadOnlySpan<byte> ReverseName(ReadOnlySpan<byte> token)
    {
        token = token[(token.LastIndexOf((byte)'@') + 1)..];
        return token.ContainsAny("=:/<"u8) || names.Address(token) is not null ? [] : token;
    }
}
