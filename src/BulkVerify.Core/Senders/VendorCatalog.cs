using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>The vendors that are known, arranged for look-up. Immutable and safe for all threads.</summary>
public sealed class VendorCatalog
{
    private const string ResourceName = "vendors.json";

    /// <summary>Half of what is kept of names and their answers: these patterns have no literal end to look them up by, so each name is tried against all of them.</summary>
    private const long GenerationBytes = 1 << 20;

    private static readonly Lazy<VendorCatalog> EmbeddedCatalog = new(ReadEmbedded);

    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bySharedKey = new(StringComparer.Ordinal);
    private readonly VendorPattern[] _selectors;
    private readonly VendorPattern[] _customerMailFrom;
    private readonly BoundedCache<string, int> _bySelector = new(GenerationBytes, static (name, _) => MemoryCost.Of(name), StringComparer.Ordinal);
    private readonly BoundedCache<string, int> _byCustomerMailFrom = new(GenerationBytes, static (name, _) => MemoryCost.Of(name), StringComparer.Ordinal);
    private readonly DomainPatterns _own;
    private readonly DomainPatterns _bounceTargets;
    private readonly DomainPatterns _includes;
    private readonly DomainPatterns _keyTargets;
    private readonly DomainPatterns _unsubscribe;

    /// <param name="vendors">Entries with distinct ids, in any order.</param>
    public VendorCatalog(IEnumerable<Vendor> vendors)
    {
        Vendors = [.. vendors.OrderBy(v => v.Id, StringComparer.Ordinal)];
        for (int i = 0; i < Vendors.Count; i++)
        {
            _byId.Add(Vendors[i].Id, i);
            foreach (SharedKey key in Vendors[i].SharedKeys)
                _bySharedKey.TryAdd(key.Sha256, i);
        }
        _own = new DomainPatterns(Owned(v => v.DkimDomains.Concat(v.MailFromDomains).Concat(v.HostNames)));
        _bounceTargets = new DomainPatterns(Owned(v => v.ReturnPath is { Type: "CNAME" } path ? [path.Target] : []));
        _includes = new DomainPatterns(Owned(v => v.SpfIncludes));
        _keyTargets = new DomainPatterns(Owned(v => v.KeyTargets));
        _unsubscribe = new DomainPatterns(Owned(v => v.UnsubscribeHosts));
        _selectors = [.. Owned(v => v.Selectors)];
        _customerMailFrom = [.. Owned(v => v.MailFromDomains).Where(p => p.Pattern.EndsInCustomerDomain)];
        Fingerprints = new HeaderFingerprints(
            Vendors.SelectMany(v => v.Headers.Where(h => IsTelling(v, h))),
            Vendors.Where(v => v.FeedbackId is not null).Select(v => (v.Id, v.FeedbackId!)));
    }

    /// <summary>The catalog that comes with the program.</summary>
    public static VendorCatalog Embedded => EmbeddedCatalog.Value;

    /// <summary>Ordered by id.</summary>
    public IReadOnlyList<Vendor> Vendors { get; }

    /// <summary>What the claim stage looks for.</summary>
    public HeaderFingerprints Fingerprints { get; }

    /// <summary>The built-in catalog with the entries of a file of the same form added. An entry with a known id replaces the fields it gives and keeps the others.</summary>
    /// <param name="userFile">Path of the file. One that cannot be read is an error value.</param>
    public static VendorCatalogLoad Load(string userFile) => Embedded.With(userFile);

    /// <summary>This catalog with the entries of a file added.</summary>
    public VendorCatalogLoad With(string userFile)
    {
        try
        {
            if (new FileInfo(userFile).Length > VendorFileReader.MaxFileLength)
                return Failed(userFile, $"is larger than {VendorFileReader.MaxFileLength} bytes");
            return With(userFile, File.ReadAllBytes(userFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Failed(userFile, File.Exists(userFile) ? "cannot be read" : "does not exist");
        }
    }

    /// <summary>This catalog with the entries of a file's content added; <paramref name="file"/> is its name for messages.</summary>
    public VendorCatalogLoad With(string file, ReadOnlySpan<byte> utf8) => With(file, utf8, ValuePattern.TryParse);

    private VendorCatalogLoad With(string file, ReadOnlySpan<byte> utf8, Func<string, ValuePattern?> pattern)
    {
        var entries = Vendors.ToDictionary(v => v.Id, StringComparer.Ordinal);
        var reader = new VendorFileReader(file, entries, pattern);
        reader.Read(utf8);
        return new VendorCatalogLoad(reader.HasEntries ? new VendorCatalog(entries.Values) : this, reader.Errors);
    }

    /// <summary>The entry of this id; null when there is none.</summary>
    public Vendor? Find(string id) => _byId.TryGetValue(id, out int index) ? Vendors[index] : null;

    internal int IndexOf(string id) => _byId.GetValueOrDefault(id, -1);

    /// <summary>Vendors that own this name: as d=, in MAIL FROM, or as name of a host.</summary>
    internal bool FindOwners(ReadOnlySpan<char> domain, List<int> vendors) => _own.Find(domain, vendors);

    /// <summary>Vendors that have customers include this name, else those that own it.</summary>
    internal bool FindByInclude(ReadOnlySpan<char> domain, List<int> vendors) => _includes.Find(domain, vendors) || _own.Find(domain, vendors);

    /// <summary>Vendors whose keys lie under this name, else those that own it.</summary>
    internal bool FindByKeyTarget(ReadOnlySpan<char> domain, List<int> vendors) => _keyTargets.Find(domain, vendors) || _own.Find(domain, vendors);

    /// <summary>Vendors that unsubscribe at this host, else those that own it.</summary>
    internal bool FindByUnsubscribeHost(ReadOnlySpan<char> host, List<int> vendors) => _unsubscribe.Find(host, vendors) || _own.Find(host, vendors);

    /// <summary>Vendors that have customers lead the name in MAIL FROM here, else those that own the name.</summary>
    internal bool FindByBounceTarget(ReadOnlySpan<char> domain, List<int> vendors) => _bounceTargets.Find(domain, vendors) || _own.Find(domain, vendors);

    internal bool FindBySharedKey(string sha256, List<int> vendors)
    {
        bool found = _bySharedKey.TryGetValue(sha256, out int index);
        if (found)
            vendors.Add(index);
        return found;
    }

    /// <summary>The one vendor that this selector suggests; none when several do.</summary>
    internal bool FindBySelector(string selector, List<int> vendors) => Find(_bySelector, _selectors, selector, vendors);

    /// <summary>The one vendor that has customers make such a name for MAIL FROM; none when several do.</summary>
    internal bool FindByCustomerMailFrom(string domain, List<int> vendors) => Find(_byCustomerMailFrom, _customerMailFrom, domain, vendors);

    /// <summary>True when <paramref name="vendor"/>'s mail is carried by <paramref name="platform"/>, directly.</summary>
    internal bool RunsOn(int vendor, int platform)
    {
        foreach (string id in Vendors[vendor].RunsOn)
        {
            if (id == Vendors[platform].Id)
                return true;
        }
        return false;
    }

    /// <summary>A field whose name several vendors write tells nothing by its name alone, but of the platform that carries the mail of all of them.</summary>
    private bool IsTelling(Vendor vendor, HeaderFingerprint header) =>
        header.Value is not null
        || !Vendors.Any(v => v.Id != vendor.Id && !v.RunsOn.Contains(vendor.Id) && v.Headers.Any(h => h.Value is null && h.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool Find(BoundedCache<string, int> known, VendorPattern[] patterns, string text, List<int> vendors)
    {
        if (!known.TryGet(text, out int only))
            only = known.Add(text, FindOnly(patterns, text));
        if (only >= 0)
            vendors.Add(only);
        return only >= 0;
    }

    /// <summary>The one vendor with a pattern that matches; -1 when there is none or several.</summary>
    private static int FindOnly(VendorPattern[] patterns, ReadOnlySpan<char> text)
    {
        int only = -1;
        foreach ((int vendor, NamePattern pattern) in patterns)
        {
            if (vendor == only || !pattern.IsMatch(text))
                continue;
            if (only >= 0)
                return -1;
            only = vendor;
        }
        return only;
    }

    private IEnumerable<VendorPattern> Owned(Func<Vendor, IEnumerable<string>> patterns) =>
        Vendors.SelectMany((v, i) => patterns(v).SelectMany(p => NamePattern.Parse(p) ?? []).Select(p => new VendorPattern(i, p)));

    private VendorCatalogLoad Failed(string file, string detail) => new(this, [new VendorError(file, "", 0, "", detail)]);

    private static VendorCatalog ReadEmbedded()
    {
        using Stream stream = typeof(VendorCatalog).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        VendorCatalogLoad load = new VendorCatalog([]).With(ResourceName, content, ValuePattern.Known);
        return load.Errors.Count == 0 ? load.Catalog : throw new InvalidOperationException(load.Errors[0].ToString());
    }
}
