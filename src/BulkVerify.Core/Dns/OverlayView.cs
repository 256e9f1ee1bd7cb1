namespace BulkVerify.Dns;

/// <summary>Changed records on top of another view (<c>--overlay</c>): an RRset or directive of the overlay replaces that of the view below,
/// also at the end of a CNAME chain that the view below follows.</summary>
/// <remarks>A name that only the overlay has exists: its other types are NODATA where the view below says NXDOMAIN. The overlay's own rule for
/// what it does not hold does not count, nor do its wildcards.</remarks>
public sealed class OverlayView(ZoneView overlay, IDnsView below) : IDnsView
{
    public DnsAnswer? Find(in DnsQuestion question) => Find(question, out _);

    /// <summary>The question that the view below has to be asked when <see cref="Find(in DnsQuestion)"/> is null: another one where the overlay's CNAME leads elsewhere.</summary>
    public DnsQuestion Missing(in DnsQuestion question)
    {
        Find(question, out DnsQuestion last);
        return last;
    }

    private DnsAnswer? Find(in DnsQuestion question, out DnsQuestion last)
    {
        AliasChain? way = null;
        last = question;
        while (true)
        {
            DnsAnswer? answer = overlay.FindOwn(last, out DomainName? target) ?? (target is null ? FindBelow(last) : null);
            if (answer is null && target is null)
                return null;
            int changed = answer is null ? -1 : FirstChanged(answer, last.Type);
            if (target is null && changed < 0)
                return way is null ? answer : way.Ending(answer!);
            way ??= new AliasChain(question.Name);
            if (target is not null ? !way.TryAdd(target) : !answer!.Aliases.Take(changed + 1).All(way.TryAdd))
                return DnsAnswer.ServFail;
            last = last with { Name = way.Names[^1] };
        }
    }

    private DnsAnswer? FindBelow(in DnsQuestion question)
    {
        DnsAnswer? answer = below.Find(question);
        return answer is { Status: DnsStatus.NxDomain, Aliases.Count: 0 } && overlay.HoldsName(question.Name) ? DnsAnswer.NoData : answer;
    }

    /// <summary>Index of the first name on the answer's way that the overlay changes; -1 for none.</summary>
    private int FirstChanged(DnsAnswer answer, DnsRecordType type)
    {
        for (int i = 0; i < answer.Aliases.Count; i++)
        {
            if (overlay.FindOwn(new DnsQuestion(answer.Aliases[i], type), out DomainName? target) is not null || target is not null)
                return i;
        }
        return -1;
    }
}
