using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace BulkVerify.Batches;

/// <summary>Names of the members of one container, each once: "container!member", and "#2" and on behind a name that occurs again, so that a message has one place.
/// Keeps 8 bytes a member.</summary>
internal sealed class MemberNames(string container)
{
    private readonly HashSet<ulong> _taken = [];

    public string Next(string member)
    {
        string name = $"{container}!{member}";
        if (Take(name))
            return name;
        for (int copy = 2; ; copy++)
        {
            string numbered = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}#{copy}");
            if (Take(numbered))
                return numbered;
        }
    }

    private bool Take(string name) => _taken.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())));
}
