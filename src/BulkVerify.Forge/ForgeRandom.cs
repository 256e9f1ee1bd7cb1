using System.Buffers.Binary;

namespace BulkVerify.Forge;

/// <summary>xoshiro256** seeded by SplitMix64: the same numbers on every platform and runtime version.</summary>
internal sealed class ForgeRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>The generator of one seed and one stream number: streams of a seed are independent of each other.</summary>
    public ForgeRandom(ulong seed, ulong stream)
    {
        ulong state = seed ^ (stream * 0xD1342543DE82EF95);
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    public ulong NextULong()
    {
        ulong result = ulong.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)Math.BigMul(NextULong(), (ulong)bound, out _);

    public int Next(int from, int below) => from + Next(below - from);

    public double NextDouble() => (NextULong() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Standard normal distribution, by Box and Muller.</summary>
    public double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Index of one of the weights, as likely as its share of their sum.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        double at = NextDouble() * weights.Sum();
        for (int i = 0; i < weights.Count; i++)
        {
            at -= weights[i];
            if (at < 0)
                return i;
        }
        return weights.Count - 1;
    }

    public void Fill(Span<byte> octets)
    {
        while (octets.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(octets, NextULong());
            octets = octets[8..];
        }
        for (int i = 0; i < octets.Length; i++)
            octets[i] = (byte)NextULong();
    }

    /// <summary>A number that depends on the text alone (FNV-1a), for choices that must not depend on order.</summary>
    public static uint HashOf(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        return hash;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
