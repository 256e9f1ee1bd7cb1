using System.Text.Json;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;
using BulkVerify.Senders;

namespace BulkVerify.Forge.Planning;

/// <summary>Every vendor of the catalog in every way that its facts allow, a company for each; then an open relay, and streams that break or come through others' hands from a day on. Immutable.</summary>
internal sealed class CatalogTour
{
    /// <summary>Messages of a stream.</summary>
    public const int Rounds = 3;

    /// <summary>Messages of a stream that changes.</summary>
    private const int ChangingRounds = 24;

    /// <summary>The first of them, which are well.</summary>
    private const int RoundsBeforeChange = 14;

    private static readonly Lazy<CatalogTour> EmbeddedTour = new(() => new CatalogTour(VendorCatalog.Embedded));

    private static readonly IndirectKind[] LaterRoutes = [IndirectKind.Forward, IndirectKind.ForwardRewritten, IndirectKind.List];

    private readonly List<(TourStop Stop, bool IsLater)> _plans = [];

    private CatalogTour(VendorCatalog catalog)
    {
        List<(Worlds.Vendor Vendor, List<Setup> Setups)> vendors = CatalogVendors.Of(catalog);
        Vendors = [.. vendors.Select(v => v.Vendor)];
        var stops = new List<TourStop>();
        foreach ((Worlds.Vendor vendor, List<Setup> setups) in vendors)
            stops.AddRange(setups.Select((setup, i) => Stop(stops.Count + i, vendor, setup)));
        Worlds.Vendor breaking = vendors.First(v => v.Setups.Contains(Setup.Full)).Vendor;
        stops.Add(Stop(stops.Count, breaking, Setup.OpenRelay));
        foreach (Defect defect in (Defect[])[Defect.NewSelectorUnpublished, Defect.KeyReplaced, Defect.SettingsLost])
            stops.Add(Stop(stops.Count, breaking, Setup.Full, defect));
        foreach (IndirectKind route in LaterRoutes)
            stops.Add(Stop(stops.Count, breaking, Setup.Full, route: route));
        Companies = [.. stops.Select(s => s.Company)];
        for (int round = 0; round < Rounds; round++)
            _plans.AddRange(stops.Where(s => !s.Changes).Select(s => (s, false)));
        for (int round = 0; round < ChangingRounds; round++)
            _plans.AddRange(stops.Where(s => s.Changes).Select(s => (s, round >= RoundsBeforeChange)));
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
        (TourStop stop, bool isLater) = _plans[index % _plans.Count];
        var plan = new MessagePlan(index, time, stop.Company, vendors[stop.Vendor], stop.Setup);
        return isLater ? plan with { Defect = stop.Later, Indirect = stop.LaterRoute } : plan;
    }

    private TourStop Stop(int index, Worlds.Vendor vendor, Setup setup, Defect? later = null, IndirectKind route = IndirectKind.None)
    {
        string name = later?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(route == IndirectKind.None ? setup.ToString() : $"Later{route}");
        string registered = $"{name}-{vendor.Id}.example";
        var setups = new Setup[Vendors.Count];
        setups[vendor.Index] = setup;
        var policy = new PolicyFacts("reject", registered);
        return new TourStop(
            new Company(index, $"{name} {vendor.Id}", registered, PolicyShape.Reject) { Author = registered, Home = registered, Rules9989 = policy, Rules7489 = policy, Setups = setups },
            vendor.Index, setup, later ?? Defect.None, route);
    }
}
