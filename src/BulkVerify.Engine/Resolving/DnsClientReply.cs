using BulkVerify.Dns;
using DnsClient;
using DnsClient.Protocol;

namespace BulkVerify.Engine.Resolving;

/// <summary>Makes a <see cref="DnsAnswer"/> of a reply as DnsClient read it.</summary>
internal static class DnsClientReply
{
    public static TransportReply Read(in Dns.DnsQuestion question, IDnsQueryResponse response)
    {
        switch ((DnsHeaderResponseCode)response.Header.ResponseCode)
        {
            case DnsHeaderResponseCode.NoError:
            case DnsHeaderResponseCode.NotExistentDomain:
                break;
            case DnsHeaderResponseCode.ServerFailure:
                return new TransportReply(TransportOutcome.ServerFailed);
            case DnsHeaderResponseCode.FormatError:
                return new TransportReply(TransportOutcome.FormatError);
            default:
                return new TransportReply(TransportOutcome.Refused);
        }
        if (response.Header.ResultTruncated || !Repeats(question, response.Questions))
            return new TransportReply(TransportOutcome.Broken);
        if (!TryFollow(question, response.Answers, out IReadOnlyList<DomainName> aliases))
            return new TransportReply(TransportOutcome.ServerFailed);

        DomainName end = aliases.Count == 0 ? question.Name : aliases[^1];
        List<DnsRecord> records = RecordsOf(end, question.Type, response.Answers);
        if (records.Count > 0)
            return Answered(DnsStatus.Success, records, aliases);
        // RFC 6604 §3: the code speaks of the end of the chain.
        if ((DnsHeaderResponseCode)response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            return Answered(DnsStatus.NxDomain, [], aliases);
        return aliases.Count == 0 && IsReferral(response.Authorities)
            ? new TransportReply(TransportOutcome.ServerFailed)
            : Answered(DnsStatus.NoData, [], aliases);
    }

    /// <summary>RFC 5452 §9.1: a reply to another question says nothing of this one, whatever its id. Replies with an error may leave it out.</summary>
    private static bool Repeats(in Dns.DnsQuestion question, IReadOnlyList<DnsClient.DnsQuestion> asked) =>
        asked.Count == 1 && (ushort)asked[0].QuestionType == (ushort)question.Type && DnsClientText.Name(asked[0].QueryName) == question.Name;

    private static TransportReply Answered(DnsStatus status, List<DnsRecord> records, IReadOnlyList<DomainName> aliases) =>
        new(TransportOutcome.Answered, records.Count + aliases.Count > 0
            ? new DnsAnswer(status, [.. records], [.. aliases])
            : status == DnsStatus.NxDomain ? DnsAnswer.NxDomain : DnsAnswer.NoData);

    /// <summary>RFC 2308 §2.2: NS without SOA and without an answer refers elsewhere, which a server that was asked to recurse must not do: it is lame.</summary>
    private static bool IsReferral(IReadOnlyList<DnsResourceRecord> authorities)
    {
        bool hasServers = false;
        foreach (DnsResourceRecord record in authorities)
        {
            if (record.RecordType == ResourceRecordType.SOA)
                return false;
            hasServers |= record.RecordType == ResourceRecordType.NS;
        }
        return hasServers;
    }

    /// <summary>False for a loop or a chain too long.</summary>
    private static bool TryFollow(in Dns.DnsQuestion question, IReadOnlyList<DnsResourceRecord> answers, out IReadOnlyList<DomainName> aliases)
    {
        var chain = new AliasChain(question.Name);
        aliases = chain.Names;
        if (question.Type == DnsRecordType.Cname)
            return true;
        for (DomainName name = question.Name; TargetOf(name, answers) is { } target; name = target)
        {
            if (!chain.TryAdd(target))
                return false;
        }
        return true;
    }

    private static DomainName? TargetOf(DomainName owner, IReadOnlyList<DnsResourceRecord> answers)
    {
        foreach (DnsResourceRecord record in answers)
        {
            if (record is CNameRecord cname && DnsClientText.Name(record.DomainName) == owner)
                return DnsClientText.Name(cname.CanonicalName);
        }
        return null;
    }

    /// <summary>The RRset, equal records once, in an order of their own: servers rotate them, and a run must not depend on that.</summary>
    private static List<DnsRecord> RecordsOf(DomainName owner, DnsRecordType type, IReadOnlyList<DnsResourceRecord> answers)
    {
        var records = new List<DnsRecord>();
        foreach (DnsResourceRecord answer in answers)
        {
            if ((ushort)answer.RecordType == (ushort)type && DnsClientText.Name(answer.DomainName) == owner && RecordOf(answer) is { } record && !records.Contains(record))
                records.Add(record);
        }
        records.Sort(Compare);
        return records;
    }

    private static DnsRecord? RecordOf(DnsResourceRecord record)
    {
        switch (record)
        {
            case TxtRecord txt:
                return DnsRecord.Txt(DnsClientText.Octets(txt));
            case AddressRecord address:
                return DnsRecord.Of(address.Address);
            case MxRecord mx:
                DomainName? exchange = DnsClientText.Name(mx.Exchange);
                return exchange is null && mx.Exchange.Value != "." ? null : DnsRecord.Mx(mx.Preference, exchange);
            case PtrRecord ptr:
                return DnsClientText.Name(ptr.PtrDomainName) is { } pointed ? DnsRecord.Ptr(pointed) : null;
            case CNameRecord cname:
                return DnsClientText.Name(cname.CanonicalName) is { } target ? DnsRecord.Cname(target) : null;
            default:
                return null;
        }
    }

    private static int Compare(DnsRecord left, DnsRecord right)
    {
        int order = left.Preference.CompareTo(right.Preference);
        if (order == 0 && left.Address is not null)
            order = left.Address.GetAddressBytes().AsSpan().SequenceCompareTo(right.Address!.GetAddressBytes());
        if (order == 0 && left.Target is not null)
            order = left.Target.CompareTo(right.Target);
        return order != 0 ? order : left.Text.Span.SequenceCompareTo(right.Text.Span);
    }
}
