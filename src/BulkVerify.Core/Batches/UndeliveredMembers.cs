using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace BulkVerify.Batches;

/// <summary>Tells the members of a container that a Maildir has not delivered: what is in its folder tmp was still being written, and is moved to new once it is whole. A folder tmp is a Maildir's
/// when cur and new were met beside it, which may come later, or by the names in it: a time and an identifier. Keeps 8 bytes for each folder cur and new.</summary>
internal sealed class UndeliveredMembers
{
    /// <summary>Digits of the time that names in a Maildir begin with, from the year 2001 on.</summary>
    private const int TimeDigits = 10;

    private readonly HashSet<ulong> _met = [];

    /// <summary>Notes a member, and says whether it is one of them.</summary>
    public bool Contains(string member)
    {
        ReadOnlySpan<char> path = member.AsSpan().TrimEnd('/');
        bool isFolder = path.Length < member.Length;
        Note(path);
        int slash = path.LastIndexOf('/');
        if (isFolder || slash < 0)
            return false;
        ReadOnlySpan<char> folder = path[..slash];
        Note(folder);
        if (NameOf(folder) is not "tmp")
            return false;
        string parent = folder[..^"tmp".Length].ToString();
        return IsUniqueName(path[(slash + 1)..]) || (_met.Contains(KeyOf(parent + "cur")) && _met.Contains(KeyOf(parent + "new")));
    }

    private void Note(ReadOnlySpan<char> folder)
    {
        if (NameOf(folder) is "cur" or "new")
            _met.Add(KeyOf(folder));
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool IsUniqueName(ReadOnlySpan<char> name)
    {
        int digits = name.IndexOfAnyExceptInRange('0', '9');
        return digits >= TimeDigits && name[digits] is '.' or '_' && !name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);
    }

    private static ulong KeyOf(ReadOnlySpan<char> folder) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(folder));
}
