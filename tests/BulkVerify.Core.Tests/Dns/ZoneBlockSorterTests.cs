using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class ZoneBlockSorterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-sorter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writes_the_same_octets_however_little_fits_in_memory_and_leaves_no_file() =>
        Gen.Select(DnsGen.Recorded.List[0, 200], Gen.Int[1, 4000]).Sample((answers, maxBytes) =>
        {
            RecordedAnswer[] direct = [.. answers.Where(a => a.Answer.Aliases.Count == 0).DistinctBy(a => a.Question)];
            Assert.Equal(Sorted(direct, null, long.MaxValue), Sorted(direct, Path.Combine(_folder, "part-"), maxBytes));
            Assert.Empty(Directory.EnumerateFiles(_folder));
        }, iter: 100, threads: 1);

    private static byte[] Sorted(RecordedAnswer[] answers, string? aside, long maxBytes)
    {
        using var stream = new MemoryStream();
        using var sorter = new ZoneBlockSorter(aside, maxBytes);
        foreach (RecordedAnswer answer in answers)
            sorter.Add(answer, 0);
        sorter.WriteTo(stream);
        return stream.ToArray();
    }
}
