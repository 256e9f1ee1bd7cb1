using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What changed in the mail of a stream between two of its messages, in words. Pure.</summary>
internal static class ChangeCause
{
    /// <summary>Occurrences of a text for each one that lies on the wrong side of a change.</summary>
    private const int LeastPerStray = 5;

    /// <summary>A text is common when it occurred at least once for so many times of the commonest.</summary>
    private const int CommonShare = 5;

    /// <param name="last">Time of the last message before the change.</param>
    /// <param name="at">Time of the first message after it.</param>
    public static string OfDkim(StreamHistory history, long last, long at, bool isBreak)
    {
        var causes = new List<string>(4);
        string key = Succession(history.Keys, last, at, KeyWords);
        if (key.Length > 0)
            causes.Add(key);
        else if (isBreak && Begun(history.DkimReasons, last, at) is { Length: > 0 } reason)
            causes.Add(OfReason(reason, history, at));
        AddRoute(causes, history, last, at);
        return Join(causes);
    }

    /// <inheritdoc cref="OfDkim"/>
    public static string OfSpf(StreamHistory history, long last, long at, bool isBreak)
    {
        var causes = new List<string>(4);
        string envelope = Succession(history.Envelopes, last, at, static (from, to) => from.Length == 0 ? $"MAIL FROM {to} is new" : $"MAIL FROM {from} -> {to}");
        if (envelope.Length > 0)
            causes.Add(envelope);
        AddRoute(causes, history, last, at);
        if (causes.Count == 0 && isBreak && Begun(history.SpfReasons, last, at) is { Length: > 0 } reason)
            causes.Add($"SPF record edited or broken: {ReasonWords.Of(reason)} from then on");
        if (causes.Count == 0 && Left(history.Blocks, last, at) is { Length: > 0 } block)
            causes.Add($"no more mail from {Block(block)}");
        return Join(causes);
    }

    /// <inheritdoc cref="OfDkim"/>
    /// <param name="begins">True when mail is sent on from then on, false when it is not any more.</param>
    public static string OfRoute(StreamHistory history, long last, long at, bool begins)
    {
        if (!begins)
            return "no forwarder sends it on any more";
        return Begun(history.Relays, last, at) is { Length: > 0 } relay
            ? $"sent on by {relay} from then on: SPF is the forwarder's, and DKIM passes still"
            : "sent on by others from then on: SPF is theirs, and DKIM passes still";
    }

    private static void AddRoute(List<string> causes, StreamHistory history, long last, long at)
    {
        string block = Succession(history.Blocks, last, at, static (from, to) => from.Length == 0 ? $"new addresses {Block(to)}" : $"addresses {Block(from)} -> {Block(to)}");
        if (block.Length > 0)
            causes.Add(block);
        if (Begun(history.Relays, last, at) is { Length: > 0 } relay)
            causes.Add($"sent on by {relay}, first seen then");
    }

    private static string OfReason(string reason, StreamHistory history, long at)
    {
        string key = history.Keys.Texts.Where(k => k.Value.First < at && k.Value.Last >= at).OrderByDescending(k => k.Value.Count).Select(k => k.Key).FirstOrDefault() ?? "";
        return reason switch
        {
            "SignatureMismatch" or "BodyAndSignatureMismatch" => $"{key}: key replaced under the same selector, or headers are changed after signing ({ReasonWords.Of(reason)} from then on)",
            "BodyHashMismatch" => $"{key}: the body is changed after signing from then on",
            _ => $"{key}: {ReasonWords.Of(reason)} from then on",
        };
    }

    private static string KeyWords(string from, string to)
    {
        if (to == "no signature")
            return $"no longer signed, was {from}";
        if (Split(from) is not { } old || Split(to) is not { } now)
            return from.Length == 0 ? $"{to}, first seen then" : $"{from} -> {to}";
        return old.Domain == now.Domain ? $"selector {old.Selector} -> {now.Selector} of {now.Domain}" : $"signing domain {old.Domain} -> {now.Domain}";
    }

    private static (string Selector, string Domain)? Split(string key)
    {
        const string between = "._domainkey.";
        int place = key.IndexOf(between, StringComparison.Ordinal);
        return place < 0 ? null : (key[..place], key[(place + between.Length)..]);
    }

    /// <summary>The text that comes into use with the change, and the one that it follows. Empty without a new one.</summary>
    private static string Succession(KeptSpans spans, long last, long at, Func<string, string, string> words)
    {
        string begun = Begun(spans, last, at);
        return begun.Length == 0 ? "" : words(Ended(spans, begun, last, at), begun);
    }

    /// <summary>The latest of the common texts that go out of use with the change or before it.</summary>
    private static string Ended(KeptSpans spans, string begun, long last, long at)
    {
        KeyValuePair<string, KeptSpan>[] ended = [.. spans.Texts.Where(t => t.Key != begun && t.Value.First <= last && IsMostly(t.Value, t.Value.After(at)))];
        long most = ended.Length == 0 ? 0 : ended.Max(t => t.Value.Count);
        return ended.Where(t => t.Value.Count * CommonShare >= most).OrderByDescending(t => t.Value.LastUpTo(at)).ThenByDescending(t => t.Value.Count).ThenBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => t.Key).FirstOrDefault() ?? "";
    }

    /// <summary>The commonest text that the last message before the change has, and hardly one after it. Empty without one.</summary>
    private static string Left(KeptSpans spans, long last, long at) =>
        spans.Texts.Where(t => t.Value.LastUpTo(at) >= last && IsMostly(t.Value, t.Value.After(at))).OrderByDescending(t => t.Value.Count).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Key).FirstOrDefault() ?? "";

    /// <summary>The commonest text that is hardly seen before the change, and with the first message after it.</summary>
    private static string Begun(KeptSpans spans, long last, long at) =>
        spans.Texts.Where(t => t.Value.FirstAfter(last) <= at && IsMostly(t.Value, t.Value.UpTo(last))).OrderByDescending(t => t.Value.Count).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Key).FirstOrDefault() ?? "";

    /// <summary>True when so many of the occurrences, exact up to two, are strays.</summary>
    private static bool IsMostly(in KeptSpan span, int strays) => strays == 0 || (strays <= 2 && span.Count >= strays * LeastPerStray);

    private static string Block(string prefix) => prefix.Contains(':') ? $"{prefix}::/48" : prefix.Count(static c => c == '.') == 2 ? $"{prefix}.0/24" : prefix;

    private static string Join(List<string> causes) => causes.Count == 0 ? "nothing else in the mail changed then" : string.Join("; ", causes);
}
