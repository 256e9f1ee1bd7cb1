namespace BulkVerify.Claims;

/// <summary>Tells a reverse-path that a forwarder made of the sender's. Pure.</summary>
internal static class RewrittenPath
{
    /// <summary>
    /// The Sender Rewriting Scheme (SRS0=hash=time=domain=user, SRS1=...), the form of it at Microsoft 365 (mailbox+SRS=hash=time=domain=user), and what Gmail writes when it
    /// forwards (mailbox+caf_=user=domain, of the address it forwards to). Not bounces+SRS=hash=time: Microsoft 365 writes that too for mail that an organization relays through it.
    /// </summary>
    public static bool Is(ReadOnlySpan<char> localPart)
    {
        if (localPart.Length > 4 && localPart[3] is '0' or '1' && localPart[4] is '=' or '+' or '-' && localPart.StartsWith("SRS", StringComparison.OrdinalIgnoreCase))
            return true;
        return Follows(localPart, "+SRS=", 3) || Follows(localPart, "+caf_=", 1);
    }

    private static bool Follows(ReadOnlySpan<char> localPart, string mark, int separators)
    {
        int at = localPart.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        return at > 0 && localPart[(at + mark.Length)..] is var rest && rest.Count('=') >= separators && rest.Contains('.');
    }
}
