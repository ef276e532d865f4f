using SmartKart.Backfill.Histories;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Tests;

/// <summary>A sink that keeps what it is given, and refuses time that runs backwards.</summary>
internal sealed class Recorder : IEventSink
{
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public List<object> Events { get; } = [];

    public RowAccount Account { get; } = new();

    public static Recorder Of(IHistory history)
    {
        var recorder = new Recorder();
        foreach (var historyEvent in history.Read(recorder.Account, TestContext.Current.CancellationToken)) historyEvent.DeliverTo(recorder);
        return recorder;
    }

    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        if (historyEvent.OccurredAt < _last) historyEvent.OccurredAt.ShouldBeGreaterThanOrEqualTo(_last, historyEvent.ToString());
        _last = historyEvent.OccurredAt;
        Events.Add(historyEvent.Value);
    }
}
