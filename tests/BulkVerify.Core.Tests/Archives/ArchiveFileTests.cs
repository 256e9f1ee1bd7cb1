using BulkVerify.Archives;
using CsCheck;

namespace BulkVerify.Tests.Archives;

public sealed class ArchiveFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reads_of_any_size_at_any_place_give_what_the_file_has_there()
    {
        byte[] content = [.. Enumerable.Range(0, 40_000).Select(i => (byte)(i * 31 >> 3))];
        File.WriteAllBytes(_path, content);
        Gen.Select(Gen.Int[0, 45_000], Gen.Int[1, 20_000], Gen.Int[1, 4]).Sample((place, size, reads) =>
        {
            using var file = new ArchiveFile(_path);
            file.Position = place;
            for (int i = 0; i < reads; i++)
            {
                byte[] buffer = new byte[size];
                int read = file.Read(buffer);
                int expected = Math.Clamp(content.Length - place, 0, size);
                Assert.Equal(content.Skip(place).Take(expected), buffer.Take(read));
                place += read;
                Assert.Equal(place, file.Position);
            }
        });
    }

    [Fact]
    public async Task What_is_read_is_there_at_once_also_far_behind_what_was_asked_ahead()
    {
        byte[] content = new byte[20 << 20];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(_path, content, TestContext.Current.CancellationToken);
        await using var file = new ArchiveFile(_path);
        byte[] buffer = new byte[300_000];
        var all = new MemoryStream();
        while (true)
        {
            ValueTask<int> reading = file.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(reading.IsCompletedSuccessfully);
            int read = await reading;
            if (read == 0)
                break;
            all.Write(buffer, 0, read);
        }
        Assert.True(content.AsSpan().SequenceEqual(all.ToArray()));
    }

    [Fact]
    public void Seeks_from_the_beginning_the_place_and_the_end()
    {
        File.WriteAllBytes(_path, [1, 2, 3, 4, 5]);
        using var file = new ArchiveFile(_path);
        Assert.Equal(5, file.Length);
        Assert.Equal(3, file.Seek(-2, SeekOrigin.End));
        Assert.Equal(4, file.ReadByte());
        Assert.Equal(2, file.Seek(-2, SeekOrigin.Current));
        Assert.Equal(3, file.ReadByte());
        Assert.Equal(1, file.Seek(1, SeekOrigin.Begin));
        Assert.Equal(2, file.ReadByte());
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_when_it_is_opened() => Assert.Throws<FileNotFoundException>(() => new ArchiveFile(_path + ".gone"));
}
