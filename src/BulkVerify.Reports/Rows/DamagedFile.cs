using System.Text.Json;

namespace BulkVerify.Reports.Rows;

/// <summary>What is thrown for a file of a run that is not as it was written. Its words are ours: what a library came upon is the inner exception.</summary>
public static class DamagedFile
{
    private const string Remedy = "Verify the archives again: 'verify --restart' replaces the run.";

    /// <param name="path">The file.</param>
    /// <param name="what">What is wrong with it.</param>
    /// <param name="cause">What reading it came upon.</param>
    public static InvalidDataException Of(string path, string what, Exception? cause = null) => new($"{path}: is damaged ({what}). {Remedy}", cause);

    /// <summary>A file that is not JSON, or not that of its name.</summary>
    public static InvalidDataException Of(string path, JsonException cause) =>
        Of(path, cause.LineNumber is { } line ? $"line {line + 1} is not as it was written" : "it is not as it was written", cause);

    /// <summary>A file that was committed and is not there.</summary>
    public static InvalidDataException Missing(string path) => new($"{path}: is missing, and it belongs to the run. {Remedy}");
}
