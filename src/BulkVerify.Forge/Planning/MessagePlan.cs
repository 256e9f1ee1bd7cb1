using BulkVerify.Forge.Output;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Planning;

/// <summary>What a message is to be.</summary>
/// <param name="Index">Position in the run.</param>
/// <param name="Time">Receipt, seconds of the Unix epoch.</param>
internal sealed record MessagePlan(int Index, long Time, Company Company, VendorSite? Vendor, Setup Setup)
{
    public Defect Defect { get; init; } = Defect.None;

    public IndirectKind Indirect { get; init; }

    /// <summary>A copy of sent mail: no trace of a receiver.</summary>
    public bool NeverReceived { get; init; }

    /// <summary>MAIL FROM is the null reverse-path.</summary>
    public bool NullPath { get; init; }

    /// <summary>Integration mode in the words of the reports.</summary>
    public string Mode => Setup switch
    {
        Setup.Direct => "direct",
        Setup.Delegated or Setup.OwnKey or Setup.SpfOnly or Setup.Full => "external",
        Setup.Relay => "internal",
        Setup.NotIntegrated or Setup.NamedOnly => "not integrated",
        Setup.Broken => "broken attempt",
        _ => "spoof or unknown",
    };

    public MailTopic Topic => NeverReceived ? MailTopic.Sent
        : Indirect != IndirectKind.None ? MailTopic.Lists
        : Vendor?.Vendor.Topic ?? MailTopic.Staff;
}
