using System.Runtime.InteropServices;

namespace BulkVerify.Engine.Runs;

/// <summary>Brings files and directories to disk. .NET cannot fsync a directory handle, which a durable rename needs.</summary>
internal static partial class DurableFile
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint Exchange = 2; // RENAME_EXCHANGE
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    /// <summary>Writes a whole file aside, brings it to disk and renames it into place: readers see the old or the new content, never a part.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        string aside = path + ".tmp";
        Write(aside, write);
        File.Move(aside, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes a new file; its content is on disk when this returns, its name is not.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        write(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Copies a file; the copy's content is on disk when this returns.</summary>
    public static void Copy(string from, string to)
    {
        using FileStream source = File.OpenRead(from);
        using var copy = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None);
        source.CopyTo(copy);
        copy.Flush(flushToDisk: true);
    }

    /// <summary>Puts a directory, whose files are already on disk, in the place of another one if there is one: readers see the old or the new one.
    /// Durable when this returns.</summary>
    /// <remarks>Where two directories cannot be exchanged at once, the old one is set aside first; <see cref="RunFolder.Recover"/> knows of it.</remarks>
    public static void ReplaceDirectory(string from, string to)
    {
        SyncDirectory(from);
        string parent = Path.GetDirectoryName(Path.GetFullPath(to))!;
        if (!Directory.Exists(to))
        {
            Directory.Move(from, to);
            SyncDirectory(parent);
            return;
        }
        string replaced = from;
        if (!TryExchange(from, to))
        {
            replaced = to + RunFolder.ReplacedSuffix;
            Directory.Move(to, replaced);
            Directory.Move(from, to);
        }
        SyncDirectory(parent);
        Directory.Delete(replaced, recursive: true);
    }

    private static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Rename(WorkingDirectory, one, WorkingDirectory, other, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without the call.
            return false;
        }
    }

    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int handle = Open(path, ReadOnlyDirectory, 0);
        if (handle < 0)
            throw new IOException($"{path}: cannot be opened to bring it to the disk ({Marshal.GetLastPInvokeErrorMessage()}).");
        try
        {
            if (Fsync(handle) != 0)
                throw new IOException($"{path}: cannot be brought to the disk ({Marshal.GetLastPInvokeErrorMessage()}).");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
