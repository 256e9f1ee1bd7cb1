namespace BulkVerify.TestKit;

/// <summary>Test data that lies outside the repository. Tests that need it skip with the message when it is absent.</summary>
public static class SharedData
{
    /// <summary>Root of the repository: the folder that holds BulkVerify.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Folder of the conformance suites: BULKVERIFY_CONFORMANCE, else ../shared/conformance beside the repository; null when absent.</summary>
    public static string? Conformance { get; } = Existing(Environment.GetEnvironmentVariable("BULKVERIFY_CONFORMANCE") ?? Path.Combine(RepositoryRoot, "..", "shared", "conformance"));

    /// <summary>Folder of the real mail: BULKVERIFY_CORPORA, else ../shared/corpora beside the repository; null when absent.</summary>
    public static string? Corpora { get; } = Existing(Environment.GetEnvironmentVariable("BULKVERIFY_CORPORA") ?? Path.Combine(RepositoryRoot, "..", "shared", "corpora"));

    public const string NoConformance = "The conformance suites are not here: set BULKVERIFY_CONFORMANCE to their folder.";

    public const string NoCorpora = "The real mail is not here: set BULKVERIFY_CORPORA to its folder.";

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "BulkVerify.sln")))
                return folder;
        }
        throw new InvalidOperationException("BulkVerify.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
