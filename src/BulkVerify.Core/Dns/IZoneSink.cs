namespace BulkVerify.Dns;

/// <summary>Takes what a <see cref="ZoneFile"/> holds, in its order.</summary>
public interface IZoneSink
{
    void Add(in ZoneEntry entry);

    /// <summary><c>;bulkverify partial</c>: what the file does not hold is not recorded, instead of absent.</summary>
    void MarkPartial();

    void Report(ZoneFileError error);
}
