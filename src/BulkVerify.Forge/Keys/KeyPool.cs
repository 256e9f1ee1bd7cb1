using System.Globalization;
using System.Text.Json;

namespace BulkVerify.Forge.Keys;

/// <summary>Private keys that many selectors share: made once, kept in a file, found again by the selector's name.</summary>
internal sealed class KeyPool : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<KeyKind, int> Sizes = new()
    {
        [KeyKind.Rsa512] = 2,
        [KeyKind.Rsa1024] = 8,
        [KeyKind.Rsa2048] = 40,
        [KeyKind.Rsa4096] = 3,
        [KeyKind.Ed25519] = 6,
    };

    private readonly string? _file;
    private readonly SortedDictionary<string, string> _pems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ForgeKey> _keys = new(StringComparer.Ordinal);
    private bool _grown;

    private KeyPool(string? file) => _file = file;

    /// <summary>Keys used so far.</summary>
    public int Count => _keys.Count;

    /// <summary>The pool in <paramref name="file"/>, an empty one where there is none. Keys are made when they are first wanted.</summary>
    /// <exception cref="InvalidDataException">The file is no key pool.</exception>
    public static KeyPool Open(string? file)
    {
        var pool = new KeyPool(file);
        if (file is null || !File.Exists(file))
            return pool;
        try
        {
            Dictionary<string, string>? pems = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file));
            foreach ((string name, string pem) in pems ?? [])
                pool._pems[name] = pem;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: not a key pool (a JSON object of name and PEM): {e.Message}", e);
        }
        return pool;
    }

    /// <summary>The key of a selector. Two <paramref name="offset"/>s that differ by one give different keys.</summary>
    public ForgeKey KeyOf(KeyKind kind, string keyName, int offset = 0)
    {
        int index = (int)((ForgeRandom.HashOf(keyName) + (uint)offset) % (uint)Sizes[kind]);
        string name = string.Create(CultureInfo.InvariantCulture, $"{kind.ToString().ToLowerInvariant()}-{index:D2}");
        if (_keys.TryGetValue(name, out ForgeKey? known))
            return known;
        ForgeKey key;
        if (_pems.TryGetValue(name, out string? pem))
        {
            key = ForgeKey.FromPem(kind, pem);
        }
        else
        {
            key = ForgeKey.Generate(kind);
            _pems[name] = key.ToPem();
            _grown = true;
        }
        _keys.Add(name, key);
        return key;
    }

    /// <summary>Writes the file when keys were made. Only the owner may read it.</summary>
    public void Save()
    {
        if (_file is null || !_grown)
            return;
        string aside = _file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(aside, options))
            JsonSerializer.Serialize(stream, _pems, Indented);
        File.Move(aside, _file, overwrite: true);
        _grown = false;
    }

    public void Dispose()
    {
        foreach (ForgeKey key in _keys.Values)
            key.Dispose();
    }
}
