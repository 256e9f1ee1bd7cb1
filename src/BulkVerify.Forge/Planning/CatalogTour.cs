using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;
using BulkVerify.Senders;

namespace BulkVerify.Forge.Planning;

/// <summary>Every vendor of the catalog in every way that its facts allow, a company for each; then an open relay, and streams that break on a day. Immutable.</summary>
internal sealed class CatalogTour
{
    /// <summary>Messages of a stream.</summary>
    public const int Rounds = 3;

    /// <summary>Messages of a stream that breaks.</summary>
    private const int BreakingRounds = 24;

    /// <summary>The first of them, which are well.</summary>
    private const int RoundsBeforeBreak = 14;

    private static readonly Lazy<CatalogTour> EmbeddedTour = new(() => new CatalogTour(VendorCatalog.Embedded));

    private readonly List<(TourStop Stop, Defect Defect)> _plans = [];

    private CatalogTour(VendorCatalog catalog)
    {
        List<(Worlds.Vendor Vendor, List<Setup> Setups)> vendors = CatalogVendors.Of(catalog);
        Vendors = [.. vendors.Select(v => v.Vendor)];
        var stops = new List<TourStop>();
        foreach ((Worlds.Vendor vendor, List<Setup> setups) in vendors)
            stops.AddRange(setups.Select((setup, i) => Stop(stops.Count + i, vendor, setup, Defect.None)));
        Worlds.Vendor breaking = vendors.First(v => v.Setups.Contains(Setup.Full)).Vendor;
        stops.Add(Stop(stops.Count, breaking, Setup.OpenRelay, Defect.None));
        foreach (Defect defect in (Defect[])[Defect.NewSelectorUnpublished, Defect.KeyReplaced, Defect.SettingsLost])
            stops.Add(Stop(stops.Count, breaking, Setup.Full, defect));
        Companies = [.. stops.Select(s => s.Company)];
        for (int round = 0; round < Rounds; round++)
            _plans.AddRange(stops.Where(s => s.Later == Defect.None).Select(s => (s, Defect.None)));
        for (int round = 0; round < BreakingRounds; round++)
            _plans.AddRange(stops.Where(s => s.Later != Defect.None).Select(s => (s, round < RoundsBeforeBreak ? Defect.None : s.Later)));
    }

    /// <summary>The tour of the catalog that comes with the program.</summary>
    public static CatalogTour Embedded => EmbeddedTour.Value;

    public IReadOnlyList<Worlds.Vendor> Vendors { get; }

    public IReadOnlyList<Company> Companies { get; }

    /// <summary>Messages of the whole tour.</summary>
    public int Count => _plans.Count;

    /// <summary>The plan of a message; after the last one the tour begins anew.</summary>
    public MessagePlan Plan(int index, long time, IReadOnlyList<VendorSite> vendors)
    {
        (TourStop stop, Defect defect) = _plans[index % _plans.Count];
        return new MessagePlan(index, time, stop.Company, vendors[stop.Vendor], stop.Setup) { Defect = defect };
    }

    private TourStop Stop(int index, Worlds.Vendor vendor, Setup setup, Defect later)
    {
        string name = later == Defect.None ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(setup.ToString()) : later.Name;
        string registered = $"{name}-{vendor.Id}.example";
        var setups = new Setup[Vendors.Count];
        setups[vendor.Index] = setup;
        var policy = new PolicyFacts("reject", registered);
        return new TourStop(
            new Company(index, $"{name} {vendor.Id}", registered, PolicyShape.Reject) { Author = registered, Home = registered, Rules9989 = policy, Rules7489 = policy, Setups = setups },
            vendor.Index, setup, later);
    }
}
