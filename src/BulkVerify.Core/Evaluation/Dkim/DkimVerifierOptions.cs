namespace BulkVerify.Evaluation.Dkim;

/// <summary>What a verifier accepts. The defaults are those of the RFCs in force.</summary>
public sealed record DkimVerifierOptions
{
    /// <summary>RFC 8301 §3.2.</summary>
    public const int MinRsaBits = 1024;

    /// <summary>The least that RFC 6376 §3.3.3 knew.</summary>
    public const int MinLegacyRsaBits = 512;

    public static readonly DkimVerifierOptions Default = new();

    /// <summary>Verify rsa-sha1 as before RFC 8301: for archives that are judged by the rules of their day.</summary>
    public bool AllowRsaSha1 { get; init; }

    /// <summary>Accept RSA keys from <see cref="MinLegacyRsaBits"/> on, as before RFC 8301.</summary>
    public bool AllowShortKeys { get; init; }

    /// <summary>What verdicts call the answers of the DNS: <see cref="KeySource.Dns"/>, or <see cref="KeySource.Snapshot"/> for zone files.</summary>
    public KeySource AnswersFrom { get; init; } = KeySource.Dns;

    /// <summary>The present in seconds of the Unix epoch, for <see cref="DkimVerdictFlags.ExpiredNow"/>; null leaves the flag out.</summary>
    public long? NowUnixSeconds { get; init; }
}
