namespace BulkVerify.Summaries;

/// <summary>What the values of a column are.</summary>
public enum SummaryColumnKind
{
    /// <summary>A string; text from mail is as it is, whoever prints it escapes it.</summary>
    Text,

    /// <summary>A string of several words, which may go on in the next line.</summary>
    Sentence,

    /// <summary>A bool.</summary>
    Flag,

    /// <summary>A long.</summary>
    Count,

    /// <summary>A double from 0 to 1, or null where nothing could be judged.</summary>
    Share,

    /// <summary>A long in seconds of the Unix epoch, or null.</summary>
    Time,

    /// <summary>Messages to open.</summary>
    Examples,
}
