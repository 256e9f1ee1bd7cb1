namespace BulkVerify.Statistics;

/// <summary>One way of tallies to or from bytes. A tally names each of its values once, for both ways: what is passed goes out and comes back when writing, and is replaced by
/// what was written when reading. Not thread-safe.</summary>
internal abstract class TallyPort
{
    public abstract bool IsReading { get; }

    /// <summary>True where what comes out is kept, so that tables have to stand in their order.</summary>
    public virtual bool IsWriting => !IsReading;

    public abstract long Exchange(long value);

    public abstract ulong Exchange(ulong value);

    public abstract string Exchange(string value);

    public int Exchange(int value) => Exchange((long)value) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new InvalidDataException("a number is too large");

    public bool Exchange(bool value) => Exchange(value ? 1L : 0L) != 0;

    public long? Exchange(long? value) => Exchange(value.HasValue) ? Exchange(value ?? 0) : null;

    /// <summary>A number of items, none of them negative or beyond what the table holds.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public int ExchangeCount(int count, int most = int.MaxValue)
    {
        int number = Exchange(count);
        return number >= 0 && number <= most ? number : throw new InvalidDataException($"{number} items where at most {most} can be");
    }

    public void Exchange(IStoredTally tally) => tally.Exchange(this);

    public void Exchange<T>(SortedDictionary<string, T> table) where T : IStoredTally, new()
    {
        int count = ExchangeCount(table.Count);
        if (!IsReading)
        {
            foreach ((string key, T tally) in table)
            {
                Exchange(key);
                tally.Exchange(this);
            }
            return;
        }
        for (int i = 0; i < count; i++)
        {
            string key = Exchange("");
            var tally = new T();
            tally.Exchange(this);
            if (!table.TryAdd(key, tally))
                throw new InvalidDataException($"\"{key}\" stands twice");
        }
    }
}
