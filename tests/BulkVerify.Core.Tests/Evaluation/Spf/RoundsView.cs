using BulkVerify.Dns;

namespace BulkVerify.Tests.Evaluation.Spf;

/// <summary>Knows the answers only to what was asked for in an earlier round.</summary>
internal sealed class RoundsView(IDnsView zone) : IDnsView
{
    /// <summary>Never knows anything.</summary>
    public static readonly RoundsView Empty = new(NoDnsView.Instance);

    private readonly Dictionary<DnsQuestion, DnsAnswer> _known = [];

    public int Rounds { get; private set; }

    public int Questions => _known.Count;

    public DnsAnswer? Find(in DnsQuestion question) => _known.GetValueOrDefault(question);

    public void Answer(DnsQuestionSet missing)
    {
        Rounds++;
        foreach (DnsQuestion question in missing)
            _known.Add(question, zone.Find(question)!);
    }
}
