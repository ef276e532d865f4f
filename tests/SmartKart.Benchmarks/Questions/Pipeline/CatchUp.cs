using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>How a worker caught up with its topics.</summary>
/// <param name="Records">Records that it processed, those of its own topics included.</param>
/// <param name="WarmShare">Which share of them came after <see cref="WarmUp"/>; all, where it was over sooner.</param>
/// <param name="WarmSeconds">How long these took.</param>
internal readonly record struct CatchUp(long Records, double WarmShare, double WarmSeconds)
{
    /// <summary>For so long .NET still compiles what it finds to be hot (half of a core's time, of 12,000 methods).</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static CatchUp Parse(string line)
    {
        var parts = line.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new CatchUp((long)parts[0], parts[1], parts[2]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Records} {WarmShare} {WarmSeconds}");
}

/// <summary>Watches one from its beginning.</summary>
internal sealed class CatchUpWatch : IProgress<long>
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private (long Records, TimeSpan At)? _warm;

    public void Report(long value)
    {
        if (_warm is null && Stopwatch.GetElapsedTime(_began) is var passed && passed >= CatchUp.WarmUp) _warm = (value, passed);
    }

    public CatchUp End(long records)
    {
        var took = Stopwatch.GetElapsedTime(_began);
        var (before, from) = _warm ?? (0, TimeSpan.Zero);
        return new CatchUp(records, (double)(records - before) / records, (took - from).TotalSeconds);
    }
}
