using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Features;

/// <summary>How the online store agrees with the history, over some views.</summary>
/// <param name="At">As of when, in microseconds since 1970.</param>
/// <param name="Engine">What computed the offline side.</param>
/// <param name="Views">Each view.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record ParityRun(long At, OfflineEngine Engine, IReadOnlyList<ViewParity> Views, TimeSpan Elapsed)
{
    public long Mismatches => Views.Sum(view => view.Mismatches);

    public static async Task<ParityRun> RunAsync(
        IReadOnlyList<FeatureView> views, HistorySource history, RedisOptions redis, long at, ParityOptions options,
        IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var step = progress.Begin($"parity by {options.Engine.ToString().ToLowerInvariant()}", views.Count);
        // Nobody waits for one of these reads: a slow moment is no finding.
        await using var store = OnlineStore.Open(redis with { ReadTimeout = TimeSpan.FromSeconds(10) }, StderrLog.Create().CreateLogger(nameof(OnlineStore)));
        var check = new ParityCheck(history, store, options);
        var results = new List<ViewParity>();
        foreach (var view in views)
        {
            results.Add(await check.RunAsync(view, at, cancel));
            step.Advance();
        }
        return new ParityRun(at, options.Engine, results, TimeProvider.System.GetElapsedTime(began));
    }

    /// <summary>For a program.</summary>
    public object ToDocument() => new
    {
        At = Instant.Text(At),
        Engine = Engine.ToString().ToLowerInvariant(),
        Keys = Views.Sum(view => view.Keys),
        Values = Views.Sum(view => view.Values),
        Mismatches,
        WorstDifference = Views.Count == 0 ? 0 : Views.Max(view => view.WorstDifference),
        Seconds = Elapsed.TotalSeconds,
        Views,
    };

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("view").NoWrap());
        foreach (var heading in (string[])["keys", "values", "mismatches", "worst difference"]) table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var view in Views)
        {
            var worst = view.WorstDifference.ToString("0.0e+0", CultureInfo.InvariantCulture);
            table.AddRow(Markup.Escape(view.View), Count(view.Keys), Count(view.Values), Count(view.Mismatches), worst);
        }
        console.Write(table);
        foreach (var (view, mismatch) in Views.SelectMany(view => view.Examples.Select(mismatch => (view.View, mismatch))))
            console.WriteLine($"{view}.{mismatch.Feature} of {mismatch.Key}: offline {mismatch.Offline}, online {mismatch.Online}");
        var (keys, values) = (Count(Views.Sum(view => view.Keys)), Count(Views.Sum(view => view.Values)));
        var finding = Mismatches == 0 ? "all agree" : $"{Count(Mismatches)} differ";
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{keys} keys, {values} values as of {Instant.Text(At)} in {Elapsed.TotalSeconds:0.0} s: {finding}."));
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
