using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Features;

/// <summary>Shows the stages of work over history, one step each.</summary>
internal sealed class StageProgress(IWorkProgress progress) : IProgress<OfflineProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private (OfflineStage Stage, string Subject)? _at;
    private IWorkStep? _step;
    private long _rows;

    public void Report(OfflineProgress value)
    {
        lock (_gate)
        {
            if (_at != (value.Stage, value.Subject))
            {
                _step?.Dispose();
                _step = progress.Begin($"{value.Stage.ToString().ToLowerInvariant()} {value.Subject}", value.Total);
                (_at, _rows) = ((value.Stage, value.Subject), 0);
            }
            if (value.Rows <= _rows) return;
            _step!.Advance(value.Rows - _rows);
            _rows = value.Rows;
        }
    }

    public void Dispose()
    {
        lock (_gate) _step?.Dispose();
    }
}
