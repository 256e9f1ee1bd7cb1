using BulkVerify.Claims;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What each <see cref="DmarcReason"/> means: the one place that tells temporary from permanent, and fail from error.</summary>
public static class DmarcReasons
{
    /// <summary>The result word of RFC 9989 §9: pass, fail, none, temperror or permerror.</summary>
    public static AuthResult ToResult(this DmarcReason reason) => reason switch
    {
        DmarcReason.AlignedByBoth or DmarcReason.AlignedByDkim or DmarcReason.AlignedBySpf => AuthResult.Pass,
        DmarcReason.NothingAuthenticated or DmarcReason.AuthenticatedForOtherDomain => AuthResult.Fail,
        DmarcReason.NoFromField or DmarcReason.SeveralFromFields or DmarcReason.NoAuthorDomain or DmarcReason.InvalidAuthorDomain
            or DmarcReason.TooManyAuthorDomains => AuthResult.PermError,
        DmarcReason.DnsTimeout or DmarcReason.DnsServFail or DmarcReason.DkimTempError or DmarcReason.SpfTempError => AuthResult.TempError,
        _ => AuthResult.None,
    };

    /// <summary>True when nothing is known because nothing was recorded or asked.</summary>
    public static bool IsUnknown(this DmarcReason reason) => reason is DmarcReason.NotRecorded or DmarcReason.NotAsked;

    internal static DmarcReason OfFailure(DnsStatus status) => status switch
    {
        DnsStatus.Timeout => DmarcReason.DnsTimeout,
        DnsStatus.ServFail => DmarcReason.DnsServFail,
        DnsStatus.NotAsked => DmarcReason.NotAsked,
        _ => DmarcReason.NotRecorded,
    };

    /// <summary>Why there is nothing to judge; null when there is an author domain.</summary>
    internal static DmarcReason? OfAuthor(AuthorDomainStatus status) => status switch
    {
        AuthorDomainStatus.Valid or AuthorDomainStatus.SeveralDomains => null,
        AuthorDomainStatus.NoFromField => DmarcReason.NoFromField,
        AuthorDomainStatus.SeveralFromFields => DmarcReason.SeveralFromFields,
        AuthorDomainStatus.NoDomain => DmarcReason.NoAuthorDomain,
        AuthorDomainStatus.TooManyDomains => DmarcReason.TooManyAuthorDomains,
        _ => DmarcReason.InvalidAuthorDomain,
    };
}
