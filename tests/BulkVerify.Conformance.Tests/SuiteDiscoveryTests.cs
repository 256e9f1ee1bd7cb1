using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance;

/// <summary>Suites that nobody has seen yet are read, and what cannot be read fails by name.</summary>
public sealed class SuiteDiscoveryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bulkverify-suite");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_cases_of_any_id_and_keeps_repeated_ones()
    {
        Write("cases.jsonl", """
            {"id": "x", "kind": "spf"}

            {"id": "x", "kind": "spf"}
            """);
        Assert.Equal(["x", "x#2"], Read().Keys);
        Assert.All(Read().Values, c => Assert.Null(LeftOut.Reason(c)));
    }

    [Fact]
    public void Makes_a_failing_case_of_a_line_that_is_no_case()
    {
        Write("cases.jsonl", "{\"id\": \"a/1\", \"kind\": \"spf\"}\n{broken\n{\"kind\": \"spf\"}\n[]\n");
        Assert.Equal(["a/1", "suite/cases.jsonl:2", "suite/cases.jsonl:3", "suite/cases.jsonl:4"], Read().Keys);
        Assert.Equal(3, Read().Values.Count(c => c.Kind == SuiteDiscovery.Unreadable));
    }

    [Fact]
    public void Makes_a_failing_case_of_a_file_that_is_no_yaml()
    {
        Write("broken.yml", "tests: [\n");
        Assert.Equal(SuiteDiscovery.Unreadable, Assert.Single(Read()).Value.Kind);
    }

    [Fact]
    public void Knows_native_suites_by_what_is_in_them()
    {
        Write("mine.yaml", "tests:\n  one: &t {host: 192.0.2.1, result: none}\n  two: *t\nzonedata: {}\n---\ntests:\n  one: {cv: None}\ntxt-records: {}\n");
        Write("other.yml", "- no suite\n");
        Write("rfc4408-tests.yml", "tests:\n  old: {host: 192.0.2.1, result: none}\nzonedata: {}\n");
        Assert.Equal([("suite/1-one", "spf-yaml"), ("suite/1-two", "spf-yaml"), ("suite/2-one", "arc-yaml")], Read().Values.Select(c => (c.Id, c.Kind)));
        Assert.Equal("192.0.2.1", Read()["suite/1-two"].Data.GetProperty("test").GetProperty("host").GetString());
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private IReadOnlyDictionary<string, ConformanceCase> Read() => SuiteDiscovery.ById(SuiteDiscovery.CasesOf("suite", _folder.FullName));
}
