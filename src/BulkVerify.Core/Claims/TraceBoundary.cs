using System.Net;

namespace BulkVerify.Claims;

/// <summary>
/// Finds the Received field at the trust boundary: the topmost one whose client is neither one of the receiver's own hosts nor unreachable from outside. What stands
/// above it was written by the receiver, what stands below may have been written by anyone.
/// </summary>
internal static class TraceBoundary
{
    /// <summary>Index of the hop; -1 when every hop is a step within the receiver.</summary>
    public static int Find(ReadOnlySpan<ReceivedHop> hops, RelayList relays)
    {
        for (int i = 0; i < hops.Length; i++)
        {
            if (!IsInner(hops, i, relays))
                return i;
        }
        return -1;
    }

    /// <summary>The hop that the receiver <paramref name="authservId"/> wrote when the client came in: of the hops that this very host wrote, or when there are none
    /// those of its organization, the one with the address it named, else the first one that comes from outside. Where its hosts only passed the message on, or go by other
    /// names: the first one below that comes from outside, or that has the address. -1 without one.</summary>
    public static int FindOf(ReadOnlySpan<ReceivedHop> hops, RelayList relays, string authservId, IPAddress? client)
    {
        bool exact = false;
        for (int i = 0; i < hops.Length && !exact; i++)
            exact = HostText.IsSame(hops[i].By, authservId);
        int first = -1, own = -1;
        for (int i = 0; i < hops.Length; i++)
        {
            if (exact ? !HostText.IsSame(hops[i].By, authservId) : !HostText.IsSameOrganization(hops[i].By, authservId))
                continue;
            if (client is not null && client.Equals(hops[i].Address))
                return i;
            if (own < 0)
                own = i;
            if (first < 0 && !IsInner(hops, i, relays))
                first = i;
        }
        return first >= 0 ? first : Below(hops, relays, own + 1, client);
    }

    /// <summary>The first hop from <paramref name="start"/> on that comes from outside, or with the client's address where it is known.</summary>
    private static int Below(ReadOnlySpan<ReceivedHop> hops, RelayList relays, int start, IPAddress? client)
    {
        for (int i = start; i < hops.Length; i++)
        {
            if (client is null ? !IsInner(hops, i, relays) : client.Equals(hops[i].Address))
                return i;
        }
        return -1;
    }

    /// <summary>True for hosts of Exchange Online, which write Authentication-Results without an authserv-id.</summary>
    public static bool IsExchangeOnline(string host) => HostText.IsSameOrBelow(host, "outlook.com") || HostText.IsSameOrBelow(host, "outlook.office365.com");

    private static bool IsInner(ReadOnlySpan<ReceivedHop> hops, int index, RelayList relays)
    {
        ref readonly ReceivedHop hop = ref hops[index];
        if (!hop.HasFrom || hop.IsAfterReceipt)
            return true;
        if (hop.Address is not { } address)
            return IsLocalStep(hop) || relays.Contains(hop.Helo);
        return HostAddress.IsInternal(address)
            || (HostAddress.IsInsideExchangeOnline(address) && IsExchangeOnline(hop.By))
            || relays.Contains(address)
            || relays.Contains(hop.ClientName)
            || (index + 1 < hops.Length && HostText.IsSame(hop.By, hops[index + 1].By) && HostText.IsSame(hop.ClientName, hop.By));
    }

    /// <summary>True when a hop without an address is a step within one host or site and not a client that the receiver failed to note.</summary>
    private static bool IsLocalStep(in ReceivedHop hop) =>
        !hop.Helo.Contains('.')
        || hop.Helo.Contains('@')
        || hop.With.StartsWith("local", StringComparison.OrdinalIgnoreCase)
        || hop.With.StartsWith("HTTP", StringComparison.OrdinalIgnoreCase)
        || hop.With.Equals("mapi", StringComparison.OrdinalIgnoreCase)
        || HostText.IsSameOrganization(hop.Helo, hop.By);
}
