using BulkVerify.Dns;

namespace BulkVerify.Engine.Forecasts;

/// <summary>Counts distinct questions by the hash of each, about 40 bytes a question. Thread-safe.</summary>
/// <param name="maxQuestions">Questions told apart; further ones are not counted.</param>
internal sealed class QuestionTally(int maxQuestions = QuestionTally.DefaultMaxQuestions)
{
    /// <summary>About 400 MB.</summary>
    public const int DefaultMaxQuestions = 10_000_000;

    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _seen = [];
    private readonly long[] _counts = new long[Enum.GetValues<QuestionUse>().Length];

    /// <summary>False when there were more than are told apart.</summary>
    public bool IsComplete { get; private set; } = true;

    public IReadOnlyDictionary<QuestionUse, long> Counts
    {
        get
        {
            lock (_gate)
                return Enum.GetValues<QuestionUse>().ToDictionary(use => use, use => _counts[(int)use]);
        }
    }

    /// <summary>Adds the questions of a batch. One asked for two uses counts for the first.</summary>
    public void Add(IEnumerable<(DnsQuestion Question, QuestionUse Use)> questions)
    {
        lock (_gate)
        {
            foreach ((DnsQuestion question, QuestionUse use) in questions)
            {
                if (_seen.Count >= maxQuestions)
                    IsComplete &= _seen.Contains(question.Fingerprint());
                else if (_seen.Add(question.Fingerprint()))
                    _counts[(int)use]++;
            }
        }
    }
}
