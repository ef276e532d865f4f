using System.Globalization;

namespace SmartKart.Local.Terminal;

/// <summary>Progress as lines: one when a step begins, one every few seconds while it lasts, one with its time at its end.</summary>
internal sealed class PlainProgress(TextWriter output, TimeProvider time) : IWorkProgress
{
    /// <summary>Often enough to see that it lives, seldom enough not to fill a log.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly Lock _writing = new();

    public IWorkStep Begin(string step, long? total = null) => new Step(this, step, total, time);

    public void Say(string line)
    {
        lock (_writing)
            output.WriteLine(line);
    }

    private sealed class Step : IWorkStep
    {
        private readonly PlainProgress _progress;
        private readonly TimeProvider _time;
        private readonly string _step;
        private readonly long _begun;
        private readonly Lock _counting = new();
        private long? _total;
        private long _units;
        private long _lastLine;

        public Step(PlainProgress progress, string step, long? total, TimeProvider time)
        {
            (_progress, _step, _total, _time) = (progress, step, total, time);
            _begun = _lastLine = time.GetTimestamp();
            progress.Say($"{step} …");
        }

        public void SetTotal(long total)
        {
            lock (_counting)
                _total = total;
        }

        public void Advance(long units)
        {
            lock (_counting)
            {
                _units += units;
                if (_time.GetElapsedTime(_lastLine) < Between)
                    return;
                _lastLine = _time.GetTimestamp();
                _progress.Say($"{_step}: {Count()}{Left()}");
            }
        }

        public void Dispose()
        {
            lock (_counting)
                _progress.Say(string.Create(CultureInfo.InvariantCulture, $"{_step}: {Count()} in {_time.GetElapsedTime(_begun).TotalSeconds:0.0} s"));
        }

        // As if the rest went on as the part until now did.
        private string Left() => _total is { } total && _units > 0 && _units < total
            ? string.Create(CultureInfo.InvariantCulture, $", about {TimeText.Of(_time.GetElapsedTime(_begun) * ((double)(total - _units) / _units))} left")
            : "";

        // A total that was passed was an estimate, and says no more.
        private string Count() => _total is { } total && _units <= total
            ? string.Create(CultureInfo.InvariantCulture, $"{_units:N0} of {total:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"{_units:N0}");
    }
}
