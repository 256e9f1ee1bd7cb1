namespace BulkVerify.Reports.Rows;

/// <summary>What is thrown for a file of a run that is not as it was written.</summary>
public static class DamagedFile
{
    /// <param name="path">The file.</param>
    /// <param name="cause">What reading it came upon.</param>
    public static InvalidDataException Of(string path, Exception cause) =>
        new($"{path}: is damaged ({cause.Message.TrimEnd('.')}). Verify the archives again: 'verify --restart' replaces the run.", cause);
}
