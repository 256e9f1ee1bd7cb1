using System.Buffers;
using System.IO.Hashing;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>128 bits for evidence by its content, so that an attribution can be kept without what it was made from. Every member that attribution looks at counts; a test holds the list complete.
/// The hash has a seed of this process, so that nobody can write mail whose evidence collides. Safe for all threads.</summary>
internal sealed class EvidenceFingerprint
{
    /// <summary>Octets of the text that is hashed, before it has to grow.</summary>
    private const int UsualLength = 2048;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_text;

    // Made when it is first needed: the library of random numbers takes longer to start than a command that attributes nothing.
    private static readonly long Seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    public UInt128 Of(in SenderEvidence evidence)
    {
        ArrayBufferWriter<byte> text = s_text ??= new ArrayBufferWriter<byte>(UsualLength);
        text.ResetWrittenCount();
        Add(text, evidence.AuthorDomain);
        Add(text, evidence.MailFromDomain);
        Add(text, evidence.Helo);
        Add(text, evidence.ReverseName);
        Add(text, (int)evidence.Spf);
        Add(text, (int)evidence.HeloSpf);
        Add(text, evidence.ClientAddress);
        Add(text, evidence.MailFromAliases);
        Add(text, evidence.SpfPath);
        Add(text, evidence.Signatures.Count);
        for (int i = 0; i < evidence.Signatures.Count; i++)
            Add(text, evidence.Signatures[i]);
        Add(text, evidence.Marks);
        return XxHash128.HashToUInt128(text.WrittenSpan, Seed);
    }

    private static void Add(ArrayBufferWriter<byte> text, in SignatureEvidence signature)
    {
        Add(text, signature.Domain);
        Add(text, signature.Selector);
        Add(text, signature.Fault);
        Add(text, signature.KeySha256);
        Add(text, (signature.Passes ? 1 : 0) | (signature.IsAligned ? 2 : 0) | (signature.IsOpen ? 4 : 0));
        Add(text, signature.KeyAliases);
    }

    private static void Add(ArrayBufferWriter<byte> text, VendorMarks marks)
    {
        Add(text, marks.Headers.Count);
        for (int i = 0; i < marks.Headers.Count; i++)
        {
            HeaderFingerprint header = marks.Headers[i];
            Add(text, header.Owner);
            Add(text, header.Name);
            Add(text, header.Value?.Source);
            Add(text, header.ReceiversWriteIt ? 1 : 0);
        }
        Add(text, marks.FeedbackIdOwners);
        Add(text, marks.UnsubscribeHosts);
    }

    private static void Add(ArrayBufferWriter<byte> text, IReadOnlyList<DomainName> names)
    {
        Add(text, names.Count);
        for (int i = 0; i < names.Count; i++)
            Add(text, names[i].Value);
    }

    private static void Add(ArrayBufferWriter<byte> text, IReadOnlyList<string> values)
    {
        Add(text, values.Count);
        for (int i = 0; i < values.Count; i++)
            Add(text, values[i]);
    }

    private static void Add(ArrayBufferWriter<byte> text, DomainName? name) => Add(text, name?.Value);

    /// <summary>Its length first, so that no two lists of values make one text.</summary>
    private static void Add(ArrayBufferWriter<byte> text, string? value)
    {
        Add(text, value?.Length ?? -1);
        text.Write(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    private static void Add(ArrayBufferWriter<byte> text, IPAddress? address)
    {
        Span<byte> octets = stackalloc byte[16];
        int length = 0;
        address?.TryWriteBytes(octets, out length);
        Add(text, length);
        text.Write(octets[..length]);
    }

    private static void Add(ArrayBufferWriter<byte> text, int value) => text.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
