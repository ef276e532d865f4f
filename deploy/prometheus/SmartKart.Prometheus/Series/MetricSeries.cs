using System.Buffers;
using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus.Series;

/// <summary>The number, or the buckets, of one set of tags. Any thread records, without a lock; one at a time writes it to a page. Hot path: per measurement.</summary>
/// <param name="labels">Its labels, as the text format has them.</param>
/// <param name="bounds">A histogram's, rising; null for a number.</param>
internal sealed class MetricSeries(string labels, HistogramBounds? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Upper.Length + 1];      // the last is that without a bound
    private long _whole;
    private long _partBits;             // a double; of a histogram, the sum of what was observed
    private long _round;

    /// <summary>Its labels.</summary>
    public string Labels => labels;

    /// <summary>Adds to a counter, or to what goes up and down.</summary>
    public void Add(long value) => Interlocked.Add(ref _whole, value);

    /// <summary>The same for a fraction.</summary>
    public void Add(double value)
    {
        for (var seen = Volatile.Read(ref _partBits); ;)
        {
            var sum = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value);
            var found = Interlocked.CompareExchange(ref _partBits, sum, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>Sets a gauge.</summary>
    public void Set(double value) => Volatile.Write(ref _partBits, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Takes what is told when asked. What is told of one series twice in a round, as by two of a kind in one process, is a sum.</summary>
    public void Observe(double value, long round)
    {
        if (_round == round) Add(value);
        else Set(value);
        _round = round;
    }

    /// <summary>Counts an observation in its bucket.</summary>
    public void Record(double value)
    {
        var upper = bounds!.Upper;      // a histogram has them
        var at = 0;
        while (at < upper.Length && value > upper[at]) at++;
        Interlocked.Increment(ref _buckets![at]);
        Add(value);
    }

    /// <summary>Whether it was told of in that round.</summary>
    public bool IsOf(long round) => _round == round;

    /// <summary>Writes its lines.</summary>
    public void WriteTo(IBufferWriter<byte> page, string name)
    {
        var part = BitConverter.Int64BitsToDouble(Volatile.Read(ref _partBits));
        if (_buckets is null)
        {
            TextFormat.WriteSample(page, name, labels, null, Volatile.Read(ref _whole) + part);
            return;
        }
        long count = 0;
        for (var at = 0; at < _buckets.Length; at++)
        {
            count += Volatile.Read(ref _buckets[at]);
            TextFormat.WriteSample(page, bounds!.BucketName, labels, bounds.Labels[at], count);
        }
        TextFormat.WriteSample(page, bounds!.SumName, labels, null, part);
        TextFormat.WriteSample(page, bounds.CountName, labels, null, count);
    }
}
