using System.Runtime.InteropServices;

namespace BulkVerify.Engine.Runs;

/// <summary>Brings files and directories to disk. .NET cannot fsync a directory handle, which a durable rename needs.</summary>
internal static partial class DurableFile
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux

    /// <summary>Writes a whole file aside, brings it to disk and renames it into place: readers see the old or the new content, never a part.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        string aside = path + ".tmp";
        using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(aside, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Renames a directory whose content is already on disk; the rename itself is durable when this returns.</summary>
    public static void MoveDirectory(string from, string to)
    {
        Directory.Move(from, to);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int handle = Open(path, ReadOnlyDirectory, 0);
        if (handle < 0)
            throw new IOException($"{path}: cannot be opened for fsync (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(handle) != 0)
                throw new IOException($"{path}: fsync failed (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
