namespace BulkVerify.Engine.Resolving;

/// <summary>No server replies while questions are asked for the last time: what it would say is not made final.</summary>
public sealed class ServersSilentException() : IOException("no DNS server replies");
