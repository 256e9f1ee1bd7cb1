using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>All signatures of all groups in a file of the run folder, about 200 to 350 octets each: written once, read once, removed on disposing. Not thread-safe.</summary>
internal sealed class SignatureSpill : IDisposable
{
    private readonly FileStream _file;
    private readonly BinaryWriter _writer;
    private long _count;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public SignatureSpill(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.SequentialScan);
        _writer = new BinaryWriter(_file);
    }

    /// <summary>Puts a signature into the file.</summary>
    /// <param name="message">Number of its message: two signatures of one message count once.</param>
    public void Add(int group, long message, long? receivedAt, RecoverableSignature signature)
    {
        _writer.Write(group);
        _writer.Write(message);
        _writer.Write(receivedAt ?? long.MinValue);
        _writer.Write((byte)signature.Hash.Length);
        _writer.Write(signature.Hash.Span);
        _writer.Write((ushort)signature.Signature.Length);
        _writer.Write(signature.Signature.Span);
        _count++;
    }

    /// <summary>All signatures in the order in which they were added.</summary>
    public IEnumerable<SpilledSignature> ReadAll()
    {
        _writer.Flush();
        _file.Position = 0;
        using var reader = new BinaryReader(_file, System.Text.Encoding.UTF8, leaveOpen: true);
        for (long i = 0; i < _count; i++)
        {
            int group = reader.ReadInt32();
            long message = reader.ReadInt64();
            long time = reader.ReadInt64();
            byte[] hash = reader.ReadBytes(reader.ReadByte());
            byte[] signature = reader.ReadBytes(reader.ReadUInt16());
            yield return new SpilledSignature(group, message, time == long.MinValue ? null : time, new RecoverableSignature(hash, signature));
        }
    }

    public void Dispose() => _writer.Dispose();
}
