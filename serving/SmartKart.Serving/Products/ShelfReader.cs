using System.Text;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;

namespace SmartKart.Serving.Products;

/// <summary>
/// Keeps the shelf as the topics have it: reads <c>product_upserted</c> and <c>inventory_updated</c> from their beginnings and then goes on with what comes,
/// after an interruption from where it was. Each replica reads all of both, and commits nothing. A record that can't be read is passed over and logged: the
/// archive makes dead letters of such.
/// </summary>
internal sealed class ShelfReader : IAsyncDisposable
{
    private const string Group = "smartkart-serving-shelf";      // librdkafka wants one; nothing is committed under it
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly string[] Sources = [Topics.ProductUpserted, Topics.InventoryUpdated];

    private readonly KafkaConfiguration _kafka;
    private readonly KafkaAdmin _admin;
    private readonly ProductShelf _shelf;
    private readonly ILogger _log;
    private readonly AvroDeserializer<ProductUpserted> _products;
    private readonly AvroDeserializer<InventoryUpdated> _movements;
    private readonly ShelfPositions _positions = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<TopicPartition> _open = [];     // whose end, as it was at the start, hasn't been reached
    private readonly Task _reading;
    private volatile bool _hasCaughtUp;
    private volatile string? _fault;

    private ShelfReader(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, ProductShelf shelf, ILogger log)
    {
        (_kafka, _admin, _shelf, _log) = (kafka, admin, shelf, log);
        (_products, _movements) = (new(registry), new(registry));
        _reading = Task.Run(RunAsync);
    }

    /// <summary>Whether what was in the topics at the start is on the shelf.</summary>
    public bool HasCaughtUp => _hasCaughtUp;

    /// <summary>Why it doesn't read at the moment; null while it does.</summary>
    public string? Fault => _fault;

    /// <summary>Starts to read.</summary>
    public static ShelfReader Start(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, ProductShelf shelf, ILogger log) =>
        new(kafka, admin, registry, shelf, log);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is KafkaException or SchemaRegistryException)
            {
                _fault = fault.Message;
                Log.ShelfInterrupted(_log, fault);
                await Task.Delay(LongestWait, CancellationToken.None);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var topics = await _admin.Topics.DescribeAsync(Sources, cancel);
        foreach (var topic in topics) _positions.Meet(topic.Value);
        TopicPartition[] partitions = [.. topics.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Value.Name, each.Partition)))];
        using var consumer = BatchConsumer.Open(
            _kafka.With("group.id", Group).With("auto.offset.reset", "earliest").With("isolation.level", "read_committed")
                .With("enable.partition.eof", "true").With("fetch.wait.max.ms", "50"));
        consumer.Partitions.Assign(partitions.Select(_positions.Next));
        _open.Clear();
        _open.UnionWith(partitions);
        _fault = null;
        while (true)
        {
            using var batch = await consumer.ConsumeAsync(LongestWait, cancel);
            foreach (var late in Put(batch)) await LearnAsync(late, cancel);
            foreach (var end in batch.Ends) _open.Remove(new TopicPartition(end.Topic, end.Partition));
            if (_open.Count == 0) _hasCaughtUp = true;
        }
    }

    // Returns what was written under a schema that isn't known yet; the order of a product's records matters, so all behind such a one waits with it.
    private List<LateRecord> Put(RecordBatch batch)
    {
        List<LateRecord> late = [];
        foreach (var record in batch)
        {
            var at = new TopicPartitionOffset(record.Topic, record.Partition, record.Offset);
            if (late.Count == 0 && TryPut(record)) _positions.Passed(at);
            else late.Add(new LateRecord(at, record.Key.ToArray(), record.IsTombstone ? null : record.Value.ToArray()));
        }
        return late;
    }

    private bool TryPut(ConsumedRecord record)
    {
        try
        {
            if (record.IsTombstone)
            {
                Remove(record.Topic, record.Key);
            }
            else if (record.Topic == Topics.ProductUpserted)
            {
                if (!_products.TryDeserialize(record.Value, out var product)) return false;
                Put(product);
            }
            else
            {
                if (!_movements.TryDeserialize(record.Value, out var movement)) return false;
                Put(movement);
            }
        }
        catch (SchemaException fault)
        {
            Log.ShelfRecordUnreadable(_log, fault, record.Topic);
        }
        return true;
    }

    private async Task LearnAsync(LateRecord late, CancellationToken cancel)
    {
        try
        {
            if (late.Value is null) Remove(late.At.Topic, late.Key);
            else if (late.At.Topic == Topics.ProductUpserted) Put(await _products.DeserializeAsync(late.Value, cancel));
            else Put(await _movements.DeserializeAsync(late.Value, cancel));
        }
        catch (SchemaException fault) when (fault is not SchemaRegistryException { StatusCode: not System.Net.HttpStatusCode.NotFound })
        {
            Log.ShelfRecordUnreadable(_log, fault, late.At.Topic);
        }
        _positions.Passed(late.At);
    }

    private void Remove(string topic, ReadOnlySpan<byte> key)
    {
        if (topic == Topics.ProductUpserted) _shelf.Remove(Encoding.UTF8.GetString(key));
    }

    private void Put(ProductUpserted product) => _shelf.Put(new ShelfProduct(
        product.ProductId, product.Name, product.CategoryId, product.MerchantId, product.Price, product.Currency, product.ImageUrl,
        IsSold: product.Status is ProductStatus.Active or ProductStatus.Unknown));

    // Where only movements are told nobody knows what is left.
    private void Put(InventoryUpdated movement)
    {
        if (movement.QuantityAfter is { } units) _shelf.Stock(movement.ProductId, movement.WarehouseId, units);
    }

    /// <summary>A record that waits for a schema.</summary>
    private readonly record struct LateRecord(TopicPartitionOffset At, byte[] Key, byte[]? Value);
}
