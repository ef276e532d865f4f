using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;

namespace SmartKart.Topologies.DeadLetters;

/// <summary>
/// Sends records that are dead letters to their topics again, each once however often it is asked: as they were, when what they broke on was mended, or
/// mended themselves. They are events like any other there, for every reader of the topic, with a header that says of which letter they are. One that still
/// can't be used is a dead letter again, a new one, and can be retried again.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="registry">Where schemas are.</param>
/// <param name="clock">Tells now.</param>
public sealed class DeadLetterRetry(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, TimeProvider clock)
{
    /// <summary>The header whose text is the letter's <c>event_id</c>.</summary>
    public const string Header = "smartkart-dead-letter";

    private const string TransactionalId = "smartkart-retry-dead-letters";     // one for all: a second run fences the first
    private const int RecordsPerTransaction = 1000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly AvroDeserializer<DeadLetter> _reader = new(registry);
    private readonly Dictionary<string, ProducerBatch> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaId> _contracts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _sent = new(StringComparer.Ordinal);
    private long _sentBefore;
    private int _open;

    /// <summary>Retries letters. To be called once.</summary>
    /// <param name="choice">Which; those that are there when it begins.</param>
    /// <param name="mended">What their events should have been: then only these letters are retried; null to send records as they were.</param>
    /// <param name="isDryRun">Sends nothing, and only counts.</param>
    /// <param name="cancel">Stops it; what was committed stays, and is not sent again.</param>
    /// <exception cref="DeadLetterRetryException">There are no dead letters, a letter's topic isn't there, or a mended event can't be used.</exception>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    /// <exception cref="SchemaException">A letter can't be read, or the registry doesn't answer.</exception>
    public async Task<RetriedLetters> RunAsync(DeadLetterChoice choice, MendedEvents? mended, bool isDryRun, CancellationToken cancel)
    {
        var letters = await PartitionsAsync(Topics.DeadLetters, cancel);
        if (!isDryRun) await RetriedRecords.CreateAsync(admin, cancel);
        using var producer = isDryRun ? null : BatchProducer.Open(kafka.With("transactional.id", TransactionalId));
        producer?.Transactions.Initialize(cancellation: cancel);        // from here on no other run can commit
        var retried = new RetriedRecords();
        var isThere = (await admin.Topics.DescribeAsync([RetriedRecords.Topic], cancel))[0].Error is null;
        if (isThere) await ReadAsync([new TopicPartition(RetriedRecords.Topic, 0)], (batch, at) =>
        {
            retried.Read(batch[at]);
            return ValueTask.CompletedTask;
        }, cancel);
        await ReadAsync(letters, async (batch, at) =>
        {
            var letter = await _reader.DeserializeAsync(batch[at].Value.ToArray(), cancel);
            if (!choice.Has(letter) || (mended is not null && !mended.Has(letter.EventId))) return;
            if (retried.TryAdd(RetriedRecords.KeyOf(letter))) await AddAsync(letter, mended, cancel);
            else _sentBefore++;
            if (_open >= RecordsPerTransaction) Commit(producer, cancel);
        }, cancel);
        if (_open > 0) Commit(producer, cancel);
        return new RetriedLetters(_sent.Values.Sum(), _sentBefore, _sent);
    }

    private async Task AddAsync(DeadLetter letter, MendedEvents? mended, CancellationToken cancel)
    {
        if (!_batches.TryGetValue(letter.SourceTopic, out var batch))
        {
            await PartitionsAsync(letter.SourceTopic, cancel);      // it must be there before any is sent
            _batches.Add(letter.SourceTopic, batch = new ProducerBatch(letter.SourceTopic));
        }
        if (mended is null) batch.Add(Span(letter.Key), Span(letter.Value));
        else
        {
            var topic = TopicCatalog.Shipped[letter.SourceTopic];
            var (key, value) = mended.Encode(letter.EventId, topic, await ContractAsync(topic, cancel), clock.GetUtcNow());
            batch.Add(key, value);
        }
        foreach (var header in letter.Headers.Where(header => header.Name != Header))
            batch.AddHeader(Encoding.UTF8.GetBytes(header.Name), Span(header.Value));
        var id = Encoding.UTF8.GetBytes(letter.EventId.ToString());
        batch.AddHeader(Encoding.UTF8.GetBytes(Header), id);
        if (!_batches.TryGetValue(RetriedRecords.Topic, out var entries)) _batches.Add(RetriedRecords.Topic, entries = new ProducerBatch(RetriedRecords.Topic));
        entries.Add(Encoding.UTF8.GetBytes(RetriedRecords.KeyOf(letter)), id);
        _sent[letter.SourceTopic] = _sent.GetValueOrDefault(letter.SourceTopic) + 1;
        _open++;
    }

    private void Commit(BatchProducer? producer, CancellationToken cancel)
    {
        _open = 0;
        if (producer is null)
        {
            foreach (var batch in _batches.Values) batch.Clear();
            return;
        }
        producer.Transactions.Begin();
        try
        {
            foreach (var batch in _batches.Values) producer.Send(batch, cancel);
            producer.Transactions.Commit(cancellation: cancel);
        }
        catch (KafkaException fault) when (!fault.IsFatal)
        {
            producer.Transactions.Abort(cancellation: CancellationToken.None);
            throw;
        }
    }

    private async Task<SchemaId> ContractAsync(Topic topic, CancellationToken cancel)
    {
        if (_contracts.TryGetValue(topic.Name, out var known)) return known;
        var schema = EventSchemas.Shipped.Of(topic);
        var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, schema);
        return _contracts[topic.Name] = await registry.RegisterAsync(subject, SchemaText.Of(schema), cancel);
    }

    private async Task<TopicPartition[]> PartitionsAsync(string topic, CancellationToken cancel)
    {
        var described = (await admin.Topics.DescribeAsync([topic], cancel))[0];
        if (described.Error is { } error) throw DeadLetterRetryException.NoTopic(topic, error);
        return [.. Enumerable.Range(0, described.Value.Partitions.Count).Select(partition => new TopicPartition(topic, partition))];
    }

    // All that is committed by now. What comes after it is another run's, the letters that this one causes among it.
    private async Task ReadAsync(TopicPartition[] partitions, Func<RecordBatch, int, ValueTask> take, CancellationToken cancel)
    {
        var ends = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, committedOnly: true, cancel);
        ends.ThrowIfAnyFailed();
        var unread = ends.Where(end => end.Offset > 0).ToDictionary(end => end.Partition.Partition, end => end.Offset);
        if (unread.Count == 0) return;
        using var consumer = BatchConsumer.Open(kafka
            .With("group.id", TransactionalId)       // librdkafka wants a name also where no group is joined
            .With("enable.auto.commit", "false")
            .With("enable.partition.eof", "true")
            .With("isolation.level", "read_committed"));
        consumer.Partitions.Assign(unread.Keys.Select(partition => new TopicPartitionOffset(partitions[0].Topic, partition, Offset.Beginning)));
        while (unread.Count > 0)
        {
            using var batch = consumer.Consume(LongestWait, cancel);
            for (var at = 0; at < batch.Count; at++)
            {
                if (!unread.TryGetValue(batch[at].Partition, out var end)) continue;
                if (batch[at].Offset < end && !batch[at].IsTombstone) await take(batch, at);
                if (batch[at].Offset + 1 >= end) unread.Remove(batch[at].Partition);
            }
            foreach (var reached in batch.Ends)
            {
                if (unread.TryGetValue(reached.Partition, out var end) && reached.Offset >= end) unread.Remove(reached.Partition);
            }
        }
    }

    private static ReadOnlySpan<byte> Span(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? some.ToArray() : default;
}
