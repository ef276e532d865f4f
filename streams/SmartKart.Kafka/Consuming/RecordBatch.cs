using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// The records of one <see cref="BatchConsumer.Consume"/>, each partition's in order. The consumer has one and fills it again and again:
/// dispose it before the next call. Hot path: per record.
/// </summary>
public sealed unsafe class RecordBatch : IDisposable
{
    // Pinned: librdkafka writes pointers into it.
    private readonly nint[] _messages;
    private readonly TopicNames _names = new();
    private readonly List<TopicPartitionOffset> _ends = [];
    private long _life;

    internal RecordBatch(int capacity) => _messages = GC.AllocateArray<nint>(capacity, pinned: true);

    /// <summary>How many records it holds.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Partitions whose end was reached, each with the offset that its next record will have; only with <c>enable.partition.eof</c>.
    /// </summary>
    public IReadOnlyList<TopicPartitionOffset> Ends => _ends;

    /// <summary>The record at a place, from 0.</summary>
    public ConsumedRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var message = (NativeMessage*)_messages[index];
            return new ConsumedRecord(message, _names.Of(message->Topic));
        }
    }

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Gives the records back to librdkafka; spans into them are no longer valid.</summary>
    public void Dispose()
    {
        for (var at = 0; at < Count; at++) ConsumerApi.DestroyMessage((NativeMessage*)_messages[at]);
        Count = 0;
        _ends.Clear();
        _names.ForgetLast();
        _life++;
    }

    /// <summary>Takes what librdkafka has, waiting for nothing.</summary>
    /// <returns>The first error among it, or null. The records before and after are kept.</returns>
    internal ConsumerFault? Fill(QueueHandle queue)
    {
        int arrived;
        fixed (nint* messages = _messages)
            arrived = (int)ConsumerApi.ConsumeBatch(queue, timeoutMs: 0, (NativeMessage**)messages, (nuint)_messages.Length);
        ConsumerFault? fault = null;
        for (var at = 0; at < arrived; at++)
        {
            var message = (NativeMessage*)_messages[at];
            if (message->Error == 0)
            {
                _messages[Count++] = _messages[at];
                continue;
            }
            if ((KafkaErrorCode)message->Error == KafkaErrorCode.PartitionEnd)
                _ends.Add(new TopicPartitionOffset(_names.Of(message->Topic), message->Partition, message->Offset));
            else
                fault ??= ConsumerFault.From(message);
            ConsumerApi.DestroyMessage(message);
        }
        return fault;
    }

    /// <summary>Walks the records.</summary>
    public ref struct Enumerator
    {
        private readonly RecordBatch _batch;
        private readonly long _life;
        private int _at = -1;

        internal Enumerator(RecordBatch batch) => (_batch, _life) = (batch, batch._life);

        /// <summary>The record at hand.</summary>
        public readonly ConsumedRecord Current => _batch[_at];

        /// <summary>Goes on to the next.</summary>
        /// <exception cref="ObjectDisposedException">The batch was disposed meanwhile.</exception>
        public bool MoveNext()
        {
            ObjectDisposedException.ThrowIf(_life != _batch._life, _batch);
            return ++_at < _batch.Count;
        }
    }
}
