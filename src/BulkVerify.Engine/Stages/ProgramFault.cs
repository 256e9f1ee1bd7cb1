using Akka.Actor;

namespace BulkVerify.Engine.Stages;

/// <summary>An unexpected exception as a value: a bug costs the messages it meets, and the run goes on.</summary>
internal static class ProgramFault
{
    /// <summary>True for what only an error of the program throws. Not for cancelling and time-outs, nor for what another message would meet as well:
    /// no memory, or a run folder that cannot be written.</summary>
    public static bool IsBug(Exception e) => e is not (OperationCanceledException or AskTimeoutException or IOException or UnauthorizedAccessException or OutOfMemoryException);

    /// <summary>The fault of a message that a stage could not work on.</summary>
    public static Fault Of(in MessageLocator message, StageKind stage, Exception e) =>
        new(FaultKind.Internal, message.Archive, message.Offset, $"could not be {Done(stage)} because of an error of the program ({Describe(e)}); counted as a fault.");

    /// <summary>The fault of an archive that could not be read on from an offset.</summary>
    public static Fault OfReading(string archive, long offset, Exception e) =>
        new(FaultKind.Internal, archive, offset, $"could not be read on because of an error of the program ({Describe(e)}); what stands before in this split was verified.");

    /// <summary>The fault of a split that died each time it was run.</summary>
    public static Fault OfSplit(string archive, long start, long end, Exception e) =>
        new(FaultKind.Internal, archive, start, $"could not be verified up to offset {end} because of an error of the program ({Describe(e)}); no message of it is counted.");

    /// <summary>The fault of a split whose messages could not be judged again.</summary>
    public static Fault OfLastPass(string archive, long start, long end, Exception e) =>
        new(FaultKind.Internal, archive, start, $"messages up to offset {end} that met a DNS error could not be judged again because of an error of the program ({Describe(e)}); their first verdicts stand.");

    private static string Describe(Exception e) => $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}";

    private static string Done(StageKind stage) => stage switch
    {
        StageKind.Read => "read",
        StageKind.Digest => "digested",
        StageKind.Verify => "verified",
        StageKind.Tally => "counted",
        _ => "judged",
    };
}
