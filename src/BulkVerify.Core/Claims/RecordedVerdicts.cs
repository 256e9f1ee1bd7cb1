namespace BulkVerify.Claims;

/// <summary>What a trusted receiver said on arrival. Reused from message to message.</summary>
public sealed class RecordedVerdicts
{
    /// <summary>Signatures that are kept.</summary>
    public const int MaxSignatures = 16;

    private readonly List<RecordedSignature> _dkim = [];
    private bool _spfIsOfHelo;

    /// <summary>Who says it; empty when no trusted field is there.</summary>
    public string AuthservId { get; internal set; } = "";

    /// <summary>Who says something that is not believed, by the topmost such Authentication-Results field; empty where a trusted one is there, or none at all.</summary>
    public string OfferedBy { get; internal set; } = "";

    /// <summary>SPF of the MAIL FROM; of the HELO name where nothing else was said.</summary>
    public AuthResult? Spf { get; internal set; }

    public AuthResult? Dmarc { get; internal set; }

    public AuthResult? Arc { get; internal set; }

    public IReadOnlyList<RecordedSignature> Dkim => _dkim;

    /// <summary>The best word for DKIM: pass when one signature passed, else the first; null when nothing was said.</summary>
    public AuthResult? BestDkim
    {
        get
        {
            foreach (RecordedSignature signature in _dkim)
            {
                if (signature.Result == AuthResult.Pass)
                    return AuthResult.Pass;
            }
            return _dkim.Count == 0 ? null : _dkim[0].Result;
        }
    }

    internal void Clear()
    {
        AuthservId = OfferedBy = "";
        Spf = Dmarc = Arc = null;
        _spfIsOfHelo = false;
        _dkim.Clear();
    }

    /// <summary>Takes the first result of the MAIL FROM, and until there is one the first of the HELO name, which may be checked beside it (RFC 7208 §2.3).</summary>
    internal void TakeSpf(AuthResult? result, bool isOfHelo)
    {
        if (result is not null && (Spf is null || (_spfIsOfHelo && !isOfHelo)))
            (Spf, _spfIsOfHelo) = (result, isOfHelo);
    }

    /// <summary>Adds the signature unless it is known already or the list is full.</summary>
    internal void Add(in RecordedSignature signature)
    {
        if (_dkim.Count < MaxSignatures && !_dkim.Contains(signature))
            _dkim.Add(signature);
    }
}
