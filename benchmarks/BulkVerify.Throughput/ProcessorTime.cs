using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BulkVerify.Throughput;

/// <summary>Processor time of this process in seconds, all threads, fine enough for stages of microseconds.</summary>
internal static partial class ProcessorTime
{
    /// <summary>CLOCK_PROCESS_CPUTIME_ID of Linux.</summary>
    private const int ProcessClock = 2;

    private static readonly Process Self = Process.GetCurrentProcess();

    public static double Now => OperatingSystem.IsLinux() && GetTime(ProcessClock, out TimeSpec time) == 0 ? time.Seconds + time.Nanoseconds / 1e9 : Coarse();

    private static double Coarse()
    {
        Self.Refresh();
        return Self.TotalProcessorTime.TotalSeconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
