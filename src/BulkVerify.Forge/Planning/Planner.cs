using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Planning;

/// <summary>Draws plans. Defects and ways of forwarding take turns, so that each occurs.</summary>
internal sealed class Planner(ForgeOptions options, World world)
{
    private const double DirectShare = 0.12;
    private const double NullPathShare = 0.03;

    /// <summary>From this share of the time on, one stream lacks its settings.</summary>
    private const double BrokeAfter = 0.6;
    private const int BrokeForCompany = 1;
    private const int BrokeForVendor = 1;

    /// <summary>In the sample all vendors send for the first companies, few for each of the others.</summary>
    private const int SampleMainCompanies = 3;
    private const int SampleVendorsOfOthers = 2;

    private static readonly IndirectKind[] IndirectKinds = [.. Enum.GetValues<IndirectKind>().Where(static kind => kind != IndirectKind.None)];

    private readonly double[] _companyWeights = [.. world.Companies.Select(static company => company.Weight)];
    private readonly double[] _vendorWeights = [.. world.Vendors.Select(static vendor => vendor.Vendor.Index < 5 ? 3.0 : 1.0)];
    private int _nextDefect = (int)(options.Seed % (ulong)Defect.All.Count);
    private int _nextIndirect;

    public MessagePlan Next(int index, ForgeRandom random)
    {
        long span = (long)(options.End - options.Start).TotalSeconds;
        long time = options.Start.ToUnixTimeSeconds() + (long)((index + random.NextDouble()) * span / options.Messages);
        if (options.Profile == ForgeProfile.Catalog)
            return CatalogTour.Embedded.Plan(index, time, world.Vendors);
        Company company = world.Companies[random.Weighted(_companyWeights)];
        double kind = random.NextDouble();
        if (options.Profile == ForgeProfile.Small)
            return new MessagePlan(index, time, company, VendorOf(company, random), Setup.Delegated);
        if ((kind -= options.SpoofShare) < 0)
            return new MessagePlan(index, time, company, random.Chance(0.5) ? VendorOf(company, random) : null, Setup.Spoof);
        if ((kind -= options.NeverReceivedShare) < 0)
            return new MessagePlan(index, time, company, null, Setup.Direct) { NeverReceived = true };
        MessagePlan plan = Received(index, time, company, random);
        if ((kind -= options.IndirectShare) < 0)
            return plan with { Indirect = IndirectKinds[_nextIndirect++ % IndirectKinds.Length] };
        if (kind - options.BrokenShare < 0)
            return Break(plan);
        return plan.Setup == Setup.Direct && random.Chance(NullPathShare / DirectShare) ? plan with { NullPath = true } : plan;
    }

    private MessagePlan Received(int index, long time, Company company, ForgeRandom random)
    {
        if (random.Chance(DirectShare))
            return new MessagePlan(index, time, company, null, Setup.Direct);
        VendorSite vendor = VendorOf(company, random);
        var plan = new MessagePlan(index, time, company, vendor, company.Setups[vendor.Vendor.Index]);
        bool broke = company.Index == BrokeForCompany && vendor.Vendor.Index == BrokeForVendor && index >= options.Messages * BrokeAfter;
        return broke ? plan with { Defect = Defect.SettingsLost } : plan;
    }

    /// <summary>Applies the next defect. It is meant for the company's own identifiers, so streams that show none become direct or delegated ones.</summary>
    private MessagePlan Break(MessagePlan plan)
    {
        Defect defect = Defect.All[_nextDefect++ % Defect.All.Count];
        Setup setup = plan.Setup is Setup.NotIntegrated or Setup.Broken || (defect.UnalignedEnvelope && plan.Setup is Setup.Relay) ? Setup.Delegated : plan.Setup;
        if ((defect.UnalignedSignature || defect.UnalignedEnvelope) && plan.Vendor is null)
            return plan with { Vendor = world.Vendors[plan.Index % world.Vendors.Count], Setup = Setup.Delegated, Defect = defect };
        return plan with { Setup = setup, Defect = defect };
    }

    private VendorSite VendorOf(Company company, ForgeRandom random) =>
        options.Profile == ForgeProfile.Sample && company.Index >= SampleMainCompanies
            ? world.Vendors[(company.Index * SampleVendorsOfOthers + random.Next(SampleVendorsOfOthers)) % world.Vendors.Count]
            : world.Vendors[random.Weighted(_vendorWeights)];
}
