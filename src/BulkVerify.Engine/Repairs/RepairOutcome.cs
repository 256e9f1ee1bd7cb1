using BulkVerify.Statistics;

namespace BulkVerify.Engine.Repairs;

/// <summary>The repair that helps a message.</summary>
/// <param name="Name">As rows name it.</param>
/// <param name="Mended">Indexes of the signatures whose body hash matches after it.</param>
/// <param name="Verified">Indexes of the signatures that verify after it.</param>
internal sealed record RepairOutcome(string Name, IReadOnlyList<int> Mended, IReadOnlyList<int> Verified)
{
    /// <summary>Writes it into the row of its message: beside the verdicts, which stay.</summary>
    public void ApplyTo(MessageRow row)
    {
        row.Repair = Name;
        foreach (int index in Mended)
            row.Dkim[index].Repaired = "body-hash";
        foreach (int index in Verified)
            row.Dkim[index].Repaired = "verified-after-repair";
    }
}
