namespace BulkVerify.Digests;

/// <summary>One digest of a file: where its message is and what its verdicts depend on; the whole of it is decoded when it is asked for. The reader's own, and valid until it reads on.</summary>
public sealed class KeptDigest
{
    private readonly Func<MessageDigest> _decode;
    private readonly NameTable _names;
    private ReadOnlyMemory<byte> _sender;
    private readonly MessageDigest _ofProfile = new(), _withSender = new();
    private MessageDigest? _digest;
    private bool _hasProfile;

    internal KeptDigest(Func<MessageDigest> decode, NameTable names)
    {
        _decode = decode;
        _names = names;
    }

    /// <summary>Its place in the file, from 0.</summary>
    public long Number { get; private set; }

    public MessageLocator Locator { get; private set; }

    /// <summary>Equal in messages that have equal verdicts: see <see cref="DigestProfile"/>.</summary>
    public ReadOnlyMemory<byte> Profile { get; private set; }

    /// <summary>The digest, which is the caller's.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public MessageDigest Read() => _digest ??= _decode();

    /// <summary>A digest with what is in the profile, of which the rest is empty. This object's own, and valid as long as it is.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public MessageDigest ReadProfile()
    {
        if (!_hasProfile && !DigestProfile.TryRead(Profile.Span, sender: default, _names, _ofProfile))
            throw Damaged();
        _hasProfile = true;
        return _ofProfile;
    }

    /// <summary>The same with what macros of SPF may ask of this message's sender: the local part and the HELO name.</summary>
    /// <inheritdoc cref="ReadProfile"/>
    public MessageDigest ReadProfileWithSender() => DigestProfile.TryRead(Profile.Span, _sender.Span, _names, _withSender) ? _withSender : throw Damaged();

    internal void Set(long number, MessageLocator locator, ReadOnlyMemory<byte> profile, ReadOnlyMemory<byte> sender) =>
        (Number, Locator, Profile, _sender, _digest, _hasProfile) = (number, locator, profile, sender, null, false);

    private InvalidDataException Damaged() => new($"{Locator}: the profile of its digest is damaged. Verify the archives again: 'verify --restart' replaces the run.");
}
