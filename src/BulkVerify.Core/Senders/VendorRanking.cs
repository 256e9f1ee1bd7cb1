using System.Numerics;

namespace BulkVerify.Senders;

/// <summary>Weighs the hints of one message against each other: the best piece of evidence first, then how many kinds there are, then how many pieces, then the id.</summary>
internal sealed class VendorRanking
{
    private readonly VendorCatalog _catalog;
    private readonly IReadOnlyList<(int Vendor, int Platform)> _chains;
    private readonly List<Candidate> _candidates = [];

    /// <param name="chains">Pairs of vendor and platform that the message itself shows, beside those of the catalog.</param>
    public VendorRanking(VendorCatalog catalog, List<VendorHint> hints, IReadOnlyList<(int Vendor, int Platform)> chains)
    {
        (_catalog, _chains) = (catalog, chains);
        foreach (VendorHint hint in hints)
            Add(hint);
        _candidates.Sort();
        Choose();
    }

    /// <summary>Index of the vendor that the message is from; -1 when no hint is more than a claim.</summary>
    public int Winner { get; private set; } = -1;

    /// <summary>Index of the platform that carries the winner's mail and shows too; -1 without one.</summary>
    public int Platform { get; private set; } = -1;

    /// <summary>Index of the vendor that is claimed and not shown; -1 without one.</summary>
    public int Claimed { get; private set; } = -1;

    /// <summary>Index of the next vendor that is shown and is neither; -1 without one.</summary>
    public int RunnerUp { get; private set; } = -1;

    /// <summary>Best evidence for <see cref="Winner"/> or for the platform that stands behind it.</summary>
    public EvidenceKind BestKind { get; private set; }

    private void Add(in VendorHint hint)
    {
        for (int i = 0; i < _candidates.Count; i++)
        {
            if (_candidates[i].Vendor != hint.Vendor)
                continue;
            EvidenceKind best = hint.Kind < _candidates[i].Best ? hint.Kind : _candidates[i].Best;
            _candidates[i] = new Candidate(hint.Vendor, best, _candidates[i].Kinds | (1u << (int)hint.Kind), _candidates[i].Pieces + 1);
            return;
        }
        _candidates.Add(new Candidate(hint.Vendor, hint.Kind, 1u << (int)hint.Kind, 1));
    }

    private void Choose()
    {
        foreach (Candidate candidate in _candidates)
        {
            if (!candidate.IsShown || NeedsPlatform(candidate))
                continue;
            (int vendor, BestKind) = (candidate.Vendor, candidate.Best);
            Winner = MostSpecific(vendor, claimed: false);
            Platform = Winner == vendor ? ShownPlatform(vendor) : vendor;
            break;
        }
        RunnerUp = NextShown();
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.IsShown || candidate.Vendor == Winner || candidate.Vendor == Platform)
                continue;
            Claimed = MostSpecific(candidate.Vendor, claimed: true);
            break;
        }
    }

    private int NextShown()
    {
        foreach (Candidate candidate in _candidates)
        {
            if (Winner >= 0 && candidate.IsShown && candidate.Vendor != Winner && candidate.Vendor != Platform && !NeedsPlatform(candidate))
                return candidate.Vendor;
        }
        return -1;
    }

    /// <summary>Customers may give their bounce domain any name: that a vendor on somebody's platform asks for this one counts only with the platform.</summary>
    private bool NeedsPlatform(in Candidate candidate) =>
        candidate.Best == EvidenceKind.CustomerMailFrom && _catalog.Vendors[candidate.Vendor].RunsOn.Count > 0;

    /// <summary>Follows "runs on" upwards, best candidate first; bounded, so that a circle in the catalog ends.</summary>
    private int MostSpecific(int vendor, bool claimed)
    {
        for (int steps = 0; steps < _candidates.Count; steps++)
        {
            int next = _candidates.FindIndex(c => c.IsShown != claimed && c.Vendor != vendor && RunsOn(c.Vendor, vendor));
            if (next < 0)
                break;
            vendor = _candidates[next].Vendor;
        }
        return vendor;
    }

    private int ShownPlatform(int vendor)
    {
        int index = _candidates.FindIndex(c => c.IsShown && c.Vendor != vendor && RunsOn(vendor, c.Vendor));
        return index < 0 ? -1 : _candidates[index].Vendor;
    }

    private bool RunsOn(int vendor, int platform) => _catalog.RunsOn(vendor, platform) || _chains.Contains((vendor, platform));

    private readonly record struct Candidate(int Vendor, EvidenceKind Best, uint Kinds, int Pieces) : IComparable<Candidate>
    {
        /// <summary>True when there is more than what anyone can write.</summary>
        public bool IsShown => Best.Strength() > EvidenceStrength.Claimed;

        public int CompareTo(Candidate other)
        {
            int byKind = Best.CompareTo(other.Best);
            if (byKind != 0)
                return byKind;
            int byCount = BitOperations.PopCount(other.Kinds).CompareTo(BitOperations.PopCount(Kinds));
            int byPieces = other.Pieces.CompareTo(Pieces);
            // The catalog is ordered by id.
            return byCount != 0 ? byCount : byPieces != 0 ? byPieces : Vendor.CompareTo(other.Vendor);
        }
    }
}
