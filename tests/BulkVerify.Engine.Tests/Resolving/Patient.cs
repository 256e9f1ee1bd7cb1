using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>How a server is asked that replies to everything: none of its replies is given up, however late it comes on a busy machine.</summary>
internal static class Patient
{
    private static readonly TimeSpan VeryLong = TimeSpan.FromMinutes(5);

    /// <summary>So few queries at once that the loopback drops none, where the server does not get to read for a while.</summary>
    private const int InFlight = 128;

    public static ResolverOptions With(ResolverOptions options) => options with
    {
        FirstTimeout = VeryLong,
        MinTimeout = VeryLong,
        MinOverdue = VeryLong,
        AttemptTimeout = VeryLong,
        Deadline = VeryLong,
        SilenceLimit = VeryLong,
        MaxInFlight = InFlight,
    };
}
