using System.Text.RegularExpressions;
using BulkVerify.TestKit;

namespace BulkVerify.Tests;

public partial class ArchitectureTests
{
    /// <summary>The folders of Core in the order of the flow.</summary>
    private static readonly string[] Flow = ["Archives", "Batches", "Claims", "Digests", "Dns", "Evaluation", "Senders", "Statistics", "Summaries"];

    [Fact]
    public void A_folder_of_Core_uses_only_those_before_it_in_the_flow()
    {
        string core = Path.Combine(SharedData.RepositoryRoot, "src", "BulkVerify.Core");
        Assert.Equal(Flow, Directory.EnumerateDirectories(core).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).Order(StringComparer.Ordinal));
        List<string> violations = [];
        foreach (string file in Flow.Append("").SelectMany(f => Directory.EnumerateFiles(Path.Combine(core, f), "*.cs", f.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)))
        {
            int own = Array.IndexOf(Flow, Path.GetRelativePath(core, file).Split(Path.DirectorySeparatorChar)[0]);
            violations.AddRange(Uses().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Where(used => Array.IndexOf(Flow, used) > own).Select(used => $"{Path.GetRelativePath(core, file)} uses {used}"));
        }
        Assert.Empty(violations);
    }

    [GeneratedRegex(@"^using BulkVerify\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Uses();
}
