namespace BulkVerify.Statistics;

/// <summary>A tally that is kept in files.</summary>
internal interface IStoredTally
{
    /// <summary>Passes each value through the port, in an order that never changes.</summary>
    void Exchange(TallyPort port);
}
