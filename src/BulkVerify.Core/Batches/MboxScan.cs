using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Frames the messages of an mbox in a window that slides over it: which message was begun, and how far the bytes were looked at. Messages and faults go into the batch. Places are
/// indexes into the window: whoever moves it tells <see cref="Shift"/>. Used by one reader.
/// </summary>
/// <param name="end">Messages whose separator begins before this offset are framed.</param>
internal sealed class MboxScan(SlabWindow window, BatchBuilder batch, string archive, MboxVariant variant, MboxSeparators separators, SplitFinder splits, long end, ReadOptions options)
{
    /// <summary>Bytes that may be the beginning of a separator whose other bytes are still to come.</summary>
    private const int PartOfSeparator = 8;

    private int _scanned;
    private int _separator = -1;
    private int _headerStart;
    private int _trustedEnd = -1;
    private bool _trustChecked;

    /// <summary>False when the open message holds no "&gt;From ".</summary>
    private bool _mayBeQuoted;

    /// <summary>Up to here the header of the open message was looked through for its end.</summary>
    private int _headerScanned;
    private bool _isHead;
    private long _framedUpTo;
    private long _refusedFrom = -1;

    /// <summary>Split of the message that was begun last.</summary>
    public int Split { get; private set; } = splits.SplitOf(0);

    /// <summary>True when the message that was begun belongs to another split than the batch.</summary>
    public bool EndsSplit => Split != batch.Split;

    /// <summary>True once the last message is closed.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>First byte that is still needed: of the open message, else a few before the place of scanning, for the empty line before a separator.</summary>
    public int KeepFrom => _separator >= 0 && _refusedFrom < 0 ? _separator : Math.Max(0, _scanned - MboxFramer.LookBehind);

    /// <summary>Begins at an offset that the window holds.</summary>
    public void Begin(long start)
    {
        _framedUpTo = start;
        _isHead = start == 0;
        _scanned = (int)(start - window.Offset);
    }

    /// <summary>Frames what the window holds, until the batch is full or ends with its split.</summary>
    public void Frame()
    {
        while (!IsFinished && !batch.IsFull && !EndsSplit && SkipTrustedBody())
        {
            ReadOnlySpan<byte> bytes = window.Bytes;
            int found = MboxFramer.Find(bytes, _scanned, separators, window.Offset == 0, window.IsLast, ref _mayBeQuoted, out SeparatorMatch match, out int headerStart);
            if (match == SeparatorMatch.Found)
            {
                EndHead(found);
                Close(found);
                if (window.Offset + found >= end)
                    IsFinished = true;
                else
                    Open(found, headerStart);
                continue;
            }
            _scanned = match == SeparatorMatch.Undecided ? found : Math.Max(_scanned, bytes.Length - PartOfSeparator);
            if (window.IsLast)
            {
                End();
                IsFinished = true;
            }
            return;
        }
    }

    /// <summary>Decides what must stay when one message fills the window: one over the limit is refused, and only its end is waited for.</summary>
    public int KeepOfLarge()
    {
        int keep = KeepFrom, length = window.Bytes.Length;
        if (_refusedFrom < 0)
        {
            if (_separator < 0 || length - _separator <= options.MaxMessageBytes + MboxFramer.LookAhead)
                return keep;
            _refusedFrom = window.Offset + _separator;
        }
        return Math.Max(keep, length - MboxFramer.LookAhead);
    }

    /// <summary>The window begins this many bytes later.</summary>
    public void Shift(int by)
    {
        _scanned = Math.Max(0, _scanned - by);
        _headerStart -= by;
        _headerScanned -= by;
        if (_separator >= 0)
            _separator = Math.Max(0, _separator - by);
        if (_trustedEnd >= 0)
            _trustedEnd -= by;
    }

    /// <summary>What stands before the first separator of an archive, if it is more than blank lines, is the end of a message that is lost.</summary>
    private void EndHead(int end)
    {
        if (!_isHead)
            return;
        _isHead = false;
        if (window.Offset == 0 && window.Bytes[..end].IndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0)
            return;
        _framedUpTo = window.Offset + end;
        batch.Add(HeadlessMbox.Head(archive, _framedUpTo));
    }

    private void Open(int separator, int headerStart)
    {
        _separator = separator;
        Split = splits.SplitOf(window.Offset + separator);
        _headerStart = headerStart;
        _scanned = headerStart;
        _headerScanned = headerStart;
        _trustedEnd = -1;
        _mayBeQuoted = false;
        _trustChecked = variant is not (MboxVariant.Cl or MboxVariant.Cl2);
    }

    /// <summary>Passes over a body whose Content-Length lands on a separator or the end. False when more bytes are needed to tell.</summary>
    private bool SkipTrustedBody()
    {
        // What is refused may have slid out of the window, its header too.
        if (_trustChecked || _separator < 0 || _refusedFrom >= 0)
            return true;
        ReadOnlySpan<byte> bytes = window.Bytes;
        if (_trustedEnd < 0 && !window.IsLast && !HasWholeHeader(bytes))
            return false;
        if (_trustedEnd < 0)
            _trustedEnd = ContentLength.ExpectedEnd(bytes, _headerStart);
        if (_trustedEnd >= 0 && _trustedEnd - _separator <= options.MaxMessageBytes)
        {
            if (!window.IsLast && bytes.Length - _trustedEnd < MboxFramer.LookAhead)
                return false;
            if (_trustedEnd <= bytes.Length && ContentLength.Lands(bytes, _trustedEnd, window.IsLast, out int separator))
            {
                _scanned = separator;
                _mayBeQuoted = true;
            }
        }
        _trustChecked = true;
        return true;
    }

    /// <summary>Looks at each byte once, however often more of them come.</summary>
    private bool HasWholeHeader(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> rest = bytes[_headerScanned..];
        if (rest.IndexOf("\n\n"u8) >= 0 || rest.IndexOf("\n\r\n"u8) >= 0)
            return true;
        _headerScanned = Math.Max(_headerScanned, bytes.Length - 2);
        return false;
    }

    /// <summary>Closes the last message; one that the archive's damage cut is refused, for a verdict on a part of it would be none.</summary>
    private void End()
    {
        int length = window.Bytes.Length;
        if (window.Damage is not { } damage)
        {
            Close(length);
            return;
        }
        if (_refusedFrom >= 0 || _separator < 0)
        {
            Close(length);
            batch.Add(damage);
            return;
        }
        batch.Refuse(damage, window.Offset + length - _framedUpTo);
        _framedUpTo = window.Offset + length;
        _separator = -1;
    }

    private void Close(int next)
    {
        if (_separator < 0)
            return;
        long framed = window.Offset + next - _framedUpTo;
        _framedUpTo = window.Offset + next;
        if (_refusedFrom >= 0)
        {
            batch.Refuse(TooLarge(_refusedFrom, window.Offset + next - _refusedFrom), framed);
            _refusedFrom = -1;
        }
        else
            Add(next, framed);
        _separator = -1;
    }

    private void Add(int next, long framed)
    {
        ReadOnlySpan<byte> bytes = window.Bytes;
        int end = MboxFramer.TrimClosingEmptyLine(bytes, _headerStart, next);
        long offset = window.Offset + _separator;
        if (end - _headerStart > options.MaxMessageBytes)
            batch.Refuse(TooLarge(offset, end - _headerStart), framed);
        else
            batch.Add(new MessageExtent(_separator, _headerStart, end - _headerStart, offset, framed, _mayBeQuoted && QuotedFrom.IsIn(bytes[_headerStart..end]), archive));
    }

    private Fault TooLarge(long offset, long size) => new(
        FaultKind.MessageTooLarge, archive, offset, $"message of {size} bytes is over --max-message {options.MaxMessageBytes}; counted as refused.");
}
