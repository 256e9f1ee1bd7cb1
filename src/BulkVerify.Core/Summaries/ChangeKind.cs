namespace BulkVerify.Summaries;

/// <summary>What kind of change of a stream it is.</summary>
public enum ChangeKind : byte
{
    /// <summary>What passed does not pass any more.</summary>
    Broke,

    /// <summary>What did not pass passes.</summary>
    Mended,

    /// <summary>A sender that did not send with this From domain does, and does not pass.</summary>
    Began,

    /// <summary>Mail that came straight is sent on by others.</summary>
    Forwarded,

    /// <summary>Mail that others sent on comes straight.</summary>
    Straight,
}
