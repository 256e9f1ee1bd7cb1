using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>How one DKIM key is used: the signatures of one (d, s).</summary>
internal sealed class KeyUse(string domain, string selector)
{
    public string Domain { get; } = domain;

    public string Selector { get; } = selector;

    /// <summary>Messages with a signature by the key.</summary>
    public long Messages { get; private set; }

    /// <summary>Of those the ones whose signature could be judged, and the ones where it passes.</summary>
    public long Judged { get; private set; }

    public long Pass { get; private set; }

    public long Aligned { get; private set; }

    public long Testing { get; private set; }

    public long WithLength { get; private set; }

    public long DuplicatesUnsigned { get; private set; }

    public int MinBits { get; private set; }

    public int MaxBits { get; private set; }

    public long? First { get; private set; }

    public long? Last { get; private set; }

    public KeptCounts Algorithms { get; } = new();

    public KeptCounts Sources { get; } = new();

    public KeptCounts Senders { get; } = new();

    /// <summary>Messages where the key's signature does not pass.</summary>
    public CauseTally Failing { get; } = new();

    public void Add(MessageRow row, SignatureRow signature)
    {
        Messages++;
        bool passes = signature.Result == "pass";
        Judged += RowAssessor.IsOpen(signature) ? 0 : 1;
        Pass += passes ? 1 : 0;
        Aligned += signature.Aligned ? 1 : 0;
        Testing += signature.Testing ? 1 : 0;
        WithLength += signature.LengthUsed ? 1 : 0;
        DuplicatesUnsigned += signature.DuplicatesUnsigned ? 1 : 0;
        if (signature.Bits > 0)
        {
            MinBits = MinBits == 0 ? signature.Bits : Math.Min(MinBits, signature.Bits);
            MaxBits = Math.Max(MaxBits, signature.Bits);
        }
        if ((row.ReceivedAt ?? row.Date) is { } time)
        {
            First = Math.Min(First ?? time, time);
            Last = Math.Max(Last ?? time, time);
        }
        Algorithms.Add(signature.A);
        Sources.Add(signature.KeyFrom);
        Senders.Add(row.Sender);
        if (!passes)
            Failing.Add(row);
    }
}
