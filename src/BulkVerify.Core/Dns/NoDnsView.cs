namespace BulkVerify.Dns;

/// <summary>No DNS at all (<c>--dns none</c>): the answer to every question is <see cref="DnsStatus.NotAsked"/>.</summary>
public sealed class NoDnsView : IDnsView
{
    public static readonly NoDnsView Instance = new();

    private NoDnsView()
    {
    }

    public DnsAnswer Find(in DnsQuestion question) => DnsAnswer.NotAsked;
}
