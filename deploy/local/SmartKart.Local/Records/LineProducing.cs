using SmartKart.Kafka;

namespace SmartKart.Local.Records;

/// <summary>Produces a record for each line of a text, in batches while lines are at hand and at once where they trickle.</summary>
/// <param name="producer">What sends them.</param>
/// <param name="topic">Where to.</param>
/// <param name="records">How a line is made a record.</param>
/// <param name="source">What errors call the text: a file's name, or <c>stdin</c>.</param>
internal sealed class LineProducing(BatchProducer producer, string topic, LineRecords records, string source)
{
    private const int BatchRecords = 1000;
    private const int BatchBytes = 1024 * 1024;

    private readonly ProducerBatch _batch = new(topic);
    private long _line;

    /// <summary>Records that the cluster acknowledged.</summary>
    public long Records => producer.DeliveredRecords;

    /// <summary>Reads the text to its end. When it returns, every line is acknowledged.</summary>
    /// <exception cref="CommandException">A line is no record, or was not taken; the message names it. Those before it were sent.</exception>
    public async Task RunAsync(TextReader lines, CancellationToken cancel)
    {
        while (true)
        {
            var next = lines.ReadLineAsync(cancel);
            if (!next.IsCompleted || _batch.Count >= BatchRecords || _batch.SizeBytes >= BatchBytes) producer.Send(_batch, cancel);
            if (await next is not { } line) break;
            _line++;
            if (line.Length > 0) Add(line, cancel);
        }
        Finish(cancel);
    }

    private void Add(string line, CancellationToken cancel)
    {
        try
        {
            records.Add(_batch, line, _line);
        }
        catch (LineFormatException fault)
        {
            Finish(cancel);
            throw new CommandException($"{source}:{_line}: {fault.Message} {Records} record(s) before it were sent.", fault);
        }
    }

    private void Finish(CancellationToken cancel)
    {
        try
        {
            producer.Send(_batch, cancel);
            producer.Flush(cancel);
        }
        catch (KafkaDeliveryException fault)
        {
            var failure = fault.Failures[0];
            throw new CommandException($"{source}:{failure.Tag}: {fault.Message} {Records} record(s) were sent.", fault);
        }
    }
}
