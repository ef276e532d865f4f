using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

/// <summary>What a log is, said as simply as can be: a list of batches.</summary>
internal sealed class InMemoryLog
{
    private readonly List<byte[]> _batches = [];

    public long Start { get; private set; }
    public long End { get; private set; }

    public void Append(byte[] batch)
    {
        var copy = batch.ToArray();
        RecordBatch.Assign(copy, End, leaderEpoch: 0);
        _batches.Add(copy);
        End = new RecordBatch(copy).NextOffset;
    }

    public void TruncateTo(long offset)
    {
        if (offset >= End) return;
        _batches.RemoveAll(batch => new RecordBatch(batch).LastOffset >= offset);
        End = _batches.Count == 0 ? Math.Min(End, offset) : new RecordBatch(_batches[^1]).NextOffset;
    }

    public void DeleteBefore(long offset) => Start = Math.Max(Start, offset);

    /// <summary>Only the files know where an emptied log goes on: where its segment began.</summary>
    public void GoOnFrom(long end) => (Start, End) = (Math.Min(Start, end), end);

    public List<byte[]> From(long offset) => [.. _batches.Where(batch => new RecordBatch(batch).LastOffset >= offset)];
}
