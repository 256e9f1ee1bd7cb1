namespace BulkVerify.Evaluation.Dkim;

/// <summary>Parses the text of one key record strictly (RFC 6376 §3.6.1, RFC 8463 §4.2). Never throws; linear in the text.</summary>
public static class DkimKeyRecordParser
{
    /// <summary>Most tags of a record; seven are registered. One with more is not well formed.</summary>
    public const int MaxTags = 32;

    /// <summary>The record; one with <see cref="DkimKeyRecord.IsWellFormed"/> false when the text is none.</summary>
    public static DkimKeyRecord Parse(ReadOnlySpan<byte> text)
    {
        var tags = new KeyTags();
        KeyRecordFault list = tags.Read(text);
        if (list != KeyRecordFault.None)
            return DkimKeyRecord.Malformed(list);
        if (!tags.HasKey)
            return DkimKeyRecord.Malformed(KeyRecordFault.MissingKey);
        // RFC 6376 §3.6.1: v= is first if present, and DKIM1.
        if (tags.HasVersion && !tags.VersionIsFirst)
            return DkimKeyRecord.Malformed(KeyRecordFault.VersionNotFirst);
        if (tags.HasVersion && !tags.Version.SequenceEqual("DKIM1"u8))
            return DkimKeyRecord.Malformed(KeyRecordFault.UnknownVersion);
        DkimKeyHashes hashes = DkimKeyHashes.All;
        bool forEmail = true;
        KeyFlags flags = default;
        if (tags.HasHashes && !TryReadHashes(tags.Hashes, out hashes))
            return DkimKeyRecord.Malformed(KeyRecordFault.BadHashes);
        if (tags.HasServices && !TryReadServices(tags.Services, out forEmail))
            return DkimKeyRecord.Malformed(KeyRecordFault.BadServices);
        if (tags.HasFlags && !TryReadFlags(tags.Flags, out flags))
            return DkimKeyRecord.Malformed(KeyRecordFault.BadFlags);
        if (tags.HasType && !IsWord(tags.Type))
            return DkimKeyRecord.Malformed(KeyRecordFault.BadType);
        DkimKeyType type = !tags.HasType || tags.Type.SequenceEqual("rsa"u8) ? DkimKeyType.Rsa
            : tags.Type.SequenceEqual("ed25519"u8) ? DkimKeyType.Ed25519
            : DkimKeyType.Unknown;
        DkimPublicKey? key = null;
        byte[]? data = null;
        // The data of an unknown type cannot be judged; an empty p= is a revoked key whatever its type.
        bool revoked = tags.Key.IsEmpty;
        if (!revoked && type != DkimKeyType.Unknown && (key = ReadKey(data = Base64Text.Decode(tags.Key), type)) is null)
            return DkimKeyRecord.Malformed(KeyRecordFault.BadKey);
        return new DkimKeyRecord
        {
            IsWellFormed = true,
            KeyType = type,
            PublicKey = key,
            KeyData = data,
            IsRevoked = revoked,
            Hashes = hashes,
            IsForEmail = forEmail,
            IsTesting = flags.Testing,
            DemandsExactIdentity = flags.ExactIdentity,
        };
    }

    private static DkimPublicKey? ReadKey(byte[]? key, DkimKeyType type) =>
        key is null ? null : type == DkimKeyType.Ed25519 ? DkimPublicKey.Ed25519(key) : RsaKeyReader.TryRead(key);

    private static bool TryReadHashes(ReadOnlySpan<byte> list, out DkimKeyHashes hashes)
    {
        hashes = DkimKeyHashes.None;
        foreach (Range range in list.Split((byte)':'))
        {
            ReadOnlySpan<byte> word = TagList.TrimWhiteSpace(list[range]);
            if (!IsWord(word))
                return false;
            if (word.SequenceEqual("sha256"u8))
                hashes |= DkimKeyHashes.Sha256;
            else if (word.SequenceEqual("sha1"u8))
                hashes |= DkimKeyHashes.Sha1;
        }
        return true;
    }

    private static bool TryReadServices(ReadOnlySpan<byte> list, out bool forEmail)
    {
        forEmail = false;
        foreach (Range range in list.Split((byte)':'))
        {
            ReadOnlySpan<byte> word = TagList.TrimWhiteSpace(list[range]);
            bool any = word.SequenceEqual("*"u8);
            if (!any && !IsWord(word))
                return false;
            forEmail |= any || word.SequenceEqual("email"u8);
        }
        return true;
    }

    private static bool TryReadFlags(ReadOnlySpan<byte> list, out KeyFlags flags)
    {
        flags = default;
        foreach (Range range in list.Split((byte)':'))
        {
            ReadOnlySpan<byte> word = TagList.TrimWhiteSpace(list[range]);
            if (!IsWord(word))
                return false;
            flags.Testing |= word.SequenceEqual("y"u8);
            flags.ExactIdentity |= word.SequenceEqual("s"u8);
        }
        return true;
    }

    // hyphenated-word (RFC 6376 §2.10 and §3.6.1)
    private static bool IsWord(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || !char.IsAsciiLetter((char)word[0]) || word[^1] == (byte)'-')
            return false;
        foreach (byte c in word)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != (byte)'-')
                return false;
        }
        return true;
    }

    private struct KeyFlags
    {
        public bool Testing;
        public bool ExactIdentity;
    }

    /// <summary>The tags of one record as they stand there.</summary>
    private ref struct KeyTags
    {
        public ReadOnlySpan<byte> Version, Hashes, Type, Key, Services, Flags;
        public bool HasVersion, HasHashes, HasType, HasKey, HasServices, HasFlags;
        public bool VersionIsFirst;

        /// <summary>A fault for anything but a tag list without repeated names (RFC 6376 §3.2).</summary>
        public KeyRecordFault Read(ReadOnlySpan<byte> text)
        {
            Span<int> offsets = stackalloc int[MaxTags];
            Span<int> lengths = stackalloc int[MaxTags];
            int count = 0;
            var tags = new TagList(text);
            while (tags.MoveNext())
            {
                ReadOnlySpan<byte> name = tags.Name;
                if (tags.IsMalformed || !text.Overlaps(name, out int offset))
                    return KeyRecordFault.NotATagList;
                if (count == MaxTags)
                    return KeyRecordFault.TooManyTags;
                for (int i = 0; i < count; i++)
                {
                    if (name.SequenceEqual(text.Slice(offsets[i], lengths[i])))
                        return KeyRecordFault.RepeatedTag;
                }
                offsets[count] = offset;
                lengths[count] = name.Length;
                Keep(name, tags.Value, isFirst: count == 0);
                count++;
            }
            return KeyRecordFault.None;
        }

        private void Keep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isFirst)
        {
            // Names are case-sensitive, unknown ones ignored (RFC 6376 §3.2).
            if (name.Length != 1)
                return;
            switch (name[0])
            {
                case (byte)'v':
                    Version = value;
                    HasVersion = true;
                    VersionIsFirst = isFirst;
                    break;
                case (byte)'h':
                    Hashes = value;
                    HasHashes = true;
                    break;
                case (byte)'k':
                    Type = value;
                    HasType = true;
                    break;
                case (byte)'p':
                    Key = value;
                    HasKey = true;
                    break;
                case (byte)'s':
                    Services = value;
                    HasServices = true;
                    break;
                case (byte)'t':
                    Flags = value;
                    HasFlags = true;
                    break;
            }
        }
    }
}
