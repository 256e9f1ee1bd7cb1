namespace BulkVerify.Dns;

/// <summary>Writes answers as a partial master file, with directives for what records cannot say.</summary>
internal static class ZoneWriter
{
    /// <summary>Writes the answers in order of name and type; the file reads back to equal answers. Of two answers to one question the first counts;
    /// unknown ones (not asked, not recorded) are left out.</summary>
    public static void Write(Stream stream, IEnumerable<RecordedAnswer> answers)
    {
        var announced = new Dictionary<DnsQuestion, DnsAnswer>();
        var known = new List<RecordedAnswer>();
        foreach (RecordedAnswer recorded in answers)
        {
            if (!recorded.Answer.IsUnknown && announced.TryAdd(recorded.Question, recorded.Answer))
                known.Add(recorded);
        }
        // Direct answers first, so that chains lead to what is there.
        using var book = new FrozenAnswers(announced);
        foreach (RecordedAnswer recorded in known.OrderBy(r => r.Answer.Aliases.Count).ThenBy(r => r.Question.Name).ThenBy(r => r.Question.Type))
            book.AddFinal(recorded);
        book.WriteTo(stream);
    }
}
