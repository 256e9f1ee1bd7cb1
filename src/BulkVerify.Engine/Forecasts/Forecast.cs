namespace BulkVerify.Engine.Forecasts;

/// <summary>What verifying archives will ask, as far as their headers tell.</summary>
/// <param name="Archives">Archives found.</param>
/// <param name="Bytes">Their size as stored.</param>
/// <param name="Messages">Messages found, those that will be refused included.</param>
/// <param name="Refused">Messages over a limit.</param>
/// <param name="Questions">Distinct questions by use.</param>
/// <param name="SpfDomains">Distinct MAIL FROM and HELO names that have an SPF check.</param>
/// <param name="IsComplete">False when there were more questions than are told apart: then the numbers are the least there can be.</param>
public sealed record Forecast(long Archives, long Bytes, long Messages, long Refused, IReadOnlyDictionary<QuestionUse, long> Questions, long SpfDomains, bool IsComplete)
{
    /// <summary>Further distinct questions that an SPF record leads to on average: its includes, and the hosts of a and mx, most of them shared by many domains.</summary>
    public const int UsualFurtherPerSpfDomain = 1;

    /// <summary>Questions that the headers name.</summary>
    public long Known => Questions.Values.Sum();

    /// <summary>Questions that only SPF records name, estimated.</summary>
    public long FurtherEstimate => SpfDomains * UsualFurtherPerSpfDomain;

    /// <summary>Least time of asking at a rate; null without one.</summary>
    public TimeSpan? TimeAt(int questionsPerSecond, bool withFurther) =>
        questionsPerSecond == 0 ? null : TimeSpan.FromSeconds((Known + (withFurther ? FurtherEstimate : 0)) / (double)questionsPerSecond);
}
