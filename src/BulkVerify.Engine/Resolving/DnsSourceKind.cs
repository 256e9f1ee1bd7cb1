namespace BulkVerify.Engine.Resolving;

/// <summary>Where answers come from.</summary>
public enum DnsSourceKind : byte
{
    /// <summary>Nowhere: <c>--dns none</c>.</summary>
    None,
    /// <summary>Master files: <c>--dns FILE|DIR</c>.</summary>
    Files,
    /// <summary>The servers of this machine's settings: <c>--dns live</c>.</summary>
    System,
    /// <summary>Servers named: <c>--dns HOST:PORT[,HOST:PORT]</c>.</summary>
    Servers,
}
