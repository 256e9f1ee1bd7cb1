using BulkVerify.Evaluation;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>The objects that the messages of one batch are kept in between framing and tally: evaluations with their digests, and rows. They belong to the batch, which takes them with
/// <see cref="BatchRecordPool.Rent"/> and gives them back when its rows are written; from then on nothing may refer to them. Owned by one stage at a time, as its batch is.</summary>
internal sealed class BatchRecords
{
    private readonly List<MessageEvaluation> _messages = [];
    private readonly List<MessageRow> _rows = [];
    private int _messagesUsed;
    private int _rowsUsed;

    /// <summary>An evaluation with a digest of its own, which hold what new ones hold.</summary>
    public MessageEvaluation NextMessage()
    {
        if (_messagesUsed == _messages.Count)
            _messages.Add(new MessageEvaluation());
        return _messages[_messagesUsed++];
    }

    /// <summary>Takes back the evaluation that was given last, of a message that is not judged.</summary>
    public void TakeBack(MessageEvaluation message)
    {
        if (!ReferenceEquals(message, _messages[_messagesUsed - 1]))
            throw new InvalidOperationException("It is not the last one.");
        message.Clear();
        _messagesUsed--;
    }

    /// <summary>A row that holds what a new one holds.</summary>
    public MessageRow NextRow()
    {
        if (_rowsUsed == _rows.Count)
            _rows.Add(new MessageRow());
        return _rows[_rowsUsed++];
    }

    /// <summary>Makes all of them as new. Texts of mail are not held longer than their batch is.</summary>
    public void Clear()
    {
        for (int i = 0; i < _messagesUsed; i++)
            _messages[i].Clear();
        for (int i = 0; i < _rowsUsed; i++)
            _rows[i].Clear();
        _messagesUsed = _rowsUsed = 0;
    }

    /// <summary>Writes into what a row was made of, so that whoever still reads it is found out. After <see cref="Clear"/>; the next use overwrites it.</summary>
    public void Poison()
    {
        foreach (MessageRow row in _rows)
            row.Archive = row.MessageId = row.Sender = row.AuthorDomain = row.DmarcResult = row.Fingerprint = "(returned)";
    }

    /// <summary>Undoes <see cref="Poison"/>.</summary>
    public void Cleanse()
    {
        foreach (MessageRow row in _rows)
            row.Clear();
    }
}
