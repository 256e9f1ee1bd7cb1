using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Planning;

/// <summary>One company that one vendor sends for in one way.</summary>
/// <param name="Vendor">Index of the vendor.</param>
/// <param name="Later">What is wrong from a day on; none for a stream that stays well.</param>
/// <param name="LaterRoute">Whose hands its mail comes through from a day on; none for a stream that always comes straight.</param>
internal sealed record TourStop(Company Company, int Vendor, Setup Setup, Defect Later, IndirectKind LaterRoute)
{
    /// <summary>False for a stream that stays as it is.</summary>
    public bool Changes => Later != Defect.None || LaterRoute != IndirectKind.None;
}
