using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Watermarks;

/// <summary>
/// Gives a topic's events another key, and tells every partition that they go to how far this one has been read: what waits there for events
/// of several partitions could not know otherwise which of them is slow and which has nothing.
/// </summary>
/// <param name="topic">The topic, for messages.</param>
/// <param name="keyOf">The new key; it may throw <c>UnusableEventException</c>. Null drops the event here, its time still counts.</param>
/// <param name="targets">How many partitions they come from, and go to.</param>
/// <param name="timing">How often to tell, and whether the wall clock counts.</param>
internal sealed class WatermarkSender<T>(string topic, Func<T, string?> keyOf, int targets, TimingOptions timing)
    : IProcessor<string, T, string, Watermarked<T>> where T : class
{
    private IProcessorContext<string, Watermarked<T>>? _context;
    private QuietInput? _input;
    private long _quietMs = -1;
    private long _toldMs = -1;

    private long ReachedMs => Math.Max(_context!.CurrentStreamTimeMs, _quietMs); // Init came before

    /// <exception cref="TopologyException">The topic has more partitions than it is waited for.</exception>
    public void Init(IProcessorContext<string, Watermarked<T>> context)
    {
        if (context.TaskId.Partition >= targets) throw new TopologyException(
            $"{topic} has a partition {context.TaskId.Partition}, and the topology waits for {targets} partitions. Build it with as many as the topic has.");
        _context = context;
        _input = new QuietInput(timing.QuietAfter, context.CurrentSystemTimeMs);
        context.Schedule(timing.TellEvery, PunctuationType.WallClockTime, Tell);
    }

    public void Process(in Record<string, T> record)
    {
        _input!.Spoke();
        var value = EventChecks.Present(record.Value, topic);
        if (keyOf(value) is not { } key) return;
        var reached = new Watermarked<T>(_context!.TaskId.Partition, ReachedMs, Target: -1, value);
        _context.Forward(new Record<string, Watermarked<T>>(key, reached, record.TimestampMs));
    }

    private void Tell(long nowMs)
    {
        if (timing.WallClock && _input!.IsQuiet(nowMs)) _quietMs = nowMs;
        if (ReachedMs <= _toldMs) return;
        _toldMs = ReachedMs;
        for (var target = 0; target < targets; target++)
            _context!.Forward(new Record<string, Watermarked<T>>("", new Watermarked<T>(_context.TaskId.Partition, _toldMs, target, Value: null), _toldMs));
    }
}
