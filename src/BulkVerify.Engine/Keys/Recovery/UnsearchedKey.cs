namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>A key that is gone and was not searched.</summary>
/// <param name="Domain">Signing domain (d=), as the rows have it.</param>
/// <param name="Selector">Selector (s=).</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UnsearchedKey(string Domain, string Selector, string Reason);
