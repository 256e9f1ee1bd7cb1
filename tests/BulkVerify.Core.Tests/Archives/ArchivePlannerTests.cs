using BulkVerify.Archives;

namespace BulkVerify.Tests.Archives;

public sealed class ArchivePlannerTests : IDisposable
{
    private static readonly PlanOptions Options = new() { RunMarker = "run.json" };

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-plan-").FullName;
    private readonly string _run;

    public ArchivePlannerTests()
    {
        _run = Directory.CreateDirectory(Path.Combine(_folder, "run")).FullName;
        File.WriteAllText(Path.Combine(_run, "run.json"), "{}");
        foreach (string folder in (string[])[_folder, _run])
            File.WriteAllText(Path.Combine(folder, "a.eml"), "From: a@example.com\nSubject: x\n\nbody\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_folder_of_a_run_among_the_archives_is_passed_over()
    {
        ArchivePlan plan = ArchivePlanner.Plan([_folder], Options, TestContext.Current.CancellationToken);
        Assert.Equal(Path.Combine(_folder, "a.eml"), Assert.Single(plan.Inputs).Name);
        Assert.Empty(plan.Faults);
        Assert.Equal(0, plan.SkippedFiles);
    }

    [Fact]
    public void The_folder_of_a_run_that_is_named_is_a_fault_that_says_what_to_name()
    {
        ArchivePlan plan = ArchivePlanner.Plan([_run], Options, TestContext.Current.CancellationToken);
        Assert.Empty(plan.Inputs);
        Fault fault = Assert.Single(plan.Faults);
        Assert.Equal((FaultKind.NotMail, _run), (fault.Kind, fault.Archive));
        Assert.Contains("Name the archives", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData(" -0500")]
    [InlineData("-9999999999")]
    [InlineData("+5")]
    [InlineData("999999999999")]
    public void A_number_in_the_first_line_is_the_length_of_an_emlx_only_where_a_property_list_follows(string number)
    {
        string file = Path.Combine(_folder, "b.mbox");
        File.WriteAllText(file, $"{number}\nFrom: a@example.com\nSubject: x\n\nbody\n");
        Assert.DoesNotContain(ArchivePlanner.Plan([file], Options, TestContext.Current.CancellationToken).Faults, f => f.Detail.Contains("emlx", StringComparison.Ordinal));
    }

    [Fact]
    public void An_emlx_is_told_by_the_property_list_behind_its_message()
    {
        const string Message = "From: a@example.com\nSubject: x\n\nbody\n";
        string file = Path.Combine(_folder, "1");
        File.WriteAllText(file, $"{Message.Length}\n{Message}<?xml version=\"1.0\"?>\n<plist/>\n");
        Assert.Contains("emlx", Assert.Single(ArchivePlanner.Plan([file], Options, TestContext.Current.CancellationToken).Faults).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_several_paths_lead_to_is_planned_once()
    {
        string file = Path.Combine(_folder, "a.eml"), link = Path.Combine(_folder, "b.eml");
        File.CreateSymbolicLink(link, file);
        ArchivePlan plan = ArchivePlanner.Plan(
            [_folder, file, Path.Combine(_run, "..", "a.eml"), Path.GetRelativePath(Directory.GetCurrentDirectory(), file), link], Options, TestContext.Current.CancellationToken);
        Assert.Equal(file, Assert.Single(plan.Inputs).Name);
        Assert.Empty(plan.Faults);
        Assert.Equal(0, plan.SkippedFiles);
    }

    [Fact]
    public void What_a_Maildir_has_not_delivered_is_passed_over()
    {
        string maildir = Path.Combine(_folder, "Maildir"), elsewhere = Path.Combine(_folder, "z", "tmp");
        foreach (string folder in (string[])["cur", "new", "tmp"])
            Put(Path.Combine(maildir, folder));
        Put(elsewhere);
        ArchivePlan plan = ArchivePlanner.Plan([maildir, elsewhere], Options, TestContext.Current.CancellationToken);
        Assert.Equal([Path.Combine(maildir, "cur", "1.M1.host"), Path.Combine(maildir, "new", "1.M1.host"), Path.Combine(elsewhere, "1.M1.host")], plan.Inputs.Select(i => i.Name));
        Assert.Equal([Path.Combine(maildir, "tmp")], plan.SkippedExamples);

        void Put(string folder)
        {
            Directory.CreateDirectory(folder);
            File.Copy(Path.Combine(_folder, "a.eml"), Path.Combine(folder, "1.M1.host"));
        }
    }

    [Fact]
    public void Without_a_marker_every_folder_is_walked() =>
        Assert.Equal(2, ArchivePlanner.Plan([_folder], new PlanOptions(), TestContext.Current.CancellationToken).Inputs.Count);
}
