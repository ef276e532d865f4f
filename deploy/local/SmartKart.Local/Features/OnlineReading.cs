using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Platform;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Features;

/// <summary>A service's features of one entity, as the online store has them, for a person and for a program.</summary>
/// <param name="keys">The entity, as it was given.</param>
/// <param name="vectors">What was read, one vector.</param>
internal sealed class OnlineReading(IReadOnlyList<string> keys, OnlineVectors vectors)
{
    // Someone waits in front of a terminal: a slow moment is no fault.
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(10);

    // The worst first: a feature of several views is no better than the worst of them.
    private static readonly OnlineStatus[] Ranks =
        [OnlineStatus.Corrupt, OnlineStatus.OtherDefinition, OnlineStatus.Missing, OnlineStatus.Expired, OnlineStatus.Present];

    private ServicePlan Plan => vectors.Plan;

    /// <summary>Reads.</summary>
    /// <param name="service">The service.</param>
    /// <param name="keys"><c>KEY=VALUE</c> for each join key.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="at">As of when, in microseconds since 1970.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CommandException">The keys aren't the service's.</exception>
    /// <exception cref="OnlineStoreException">The store doesn't answer.</exception>
    public static async Task<OnlineReading> ReadAsync(FeatureService service, IReadOnlyList<string> keys, RedisOptions redis, long at, CancellationToken cancel)
    {
        var plan = ServicePlan.Compile(service);
        var (row, vectors) = (EntityKeys.Read(plan, keys), new OnlineVectors(plan));
        await using var store = OnlineStore.Open(redis with { ReadTimeout = ReadWithin }, StderrLog.Create().CreateLogger(nameof(OnlineStore)));
        await store.GetAsync(plan, row, at, vectors, cancel);
        return new OnlineReading(keys, vectors);
    }

    /// <summary>For a program.</summary>
    public object ToDocument() => new
    {
        Service = Plan.Name,
        Keys = keys.Select(key => key.Split('=', 2)).ToDictionary(key => key[0], key => key[1]),
        At = Instant.Text(vectors.Now),
        Features = Plan.Features.Select((feature, place) => new
        {
            feature.Feature.Name,
            View = feature.View.Id,
            Value = FeatureValue.Document(vectors, place),
            Status = Word(StatusOf(feature.View)),
        }),
        Views = Plan.Sources.Select((source, place) => new
        {
            View = source.View.Id,
            Status = Word(vectors.Status(0, place)),
            NewestEvent = vectors.NewestEvent(0, place) is { } newest ? Instant.Text(newest) : null,
            AgeSeconds = vectors.Age(0, place)?.TotalSeconds,
        }),
    };

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        console.WriteLine($"{Plan.Name} of {string.Join(", ", keys)}, as of {Instant.Text(vectors.Now)}");
        var features = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("feature").NoWrap()).AddColumns("value", "view");
        foreach (var (place, feature) in Plan.Features.Index())
        {
            var (value, status) = (FeatureValue.Text(vectors, place), StatusOf(feature.View));
            if (status != OnlineStatus.Present) value += $" ({Word(status)})";
            features.AddRow(Markup.Escape(feature.Feature.Name), Markup.Escape(value), Markup.Escape(feature.View.Id));
        }
        console.Write(features);
        var views = new Table().Border(TableBorder.Simple).AddColumns("view", "newest event", "which means");
        foreach (var (place, source) in Plan.Sources.Index())
        {
            var age = vectors.Age(0, place) is { } known ? $"{FigureText.Time(known)} old" : "none";
            views.AddRow(Markup.Escape(source.View.Id), age, Markup.Escape(Meaning(vectors.Status(0, place), source.View)));
        }
        console.Write(views);
    }

    private static string Meaning(OnlineStatus status, FeatureView view) => status switch
    {
        OnlineStatus.Present => "present",
        OnlineStatus.Missing => "missing: no event of this key, or none that Redis keeps",
        OnlineStatus.Expired => $"expired: it is kept {FeatureText.Length(view.Ttl!.Value)} after the last event",       // what has a source has one
        OnlineStatus.Corrupt => $"corrupt: it can't be read. 'smartkart backfill --view {view.Name}' writes it anew",
        _ => "of another definition of this version: raise the version, or write the view anew by 'smartkart backfill'",
    };

    private static string Word(OnlineStatus status) => status switch
    {
        OnlineStatus.OtherDefinition => "other_definition",
        _ => status.ToString().ToLowerInvariant(),
    };

    private OnlineStatus StatusOf(FeatureView view)
    {
        var statuses = SourcesOf(view).Select(source => vectors.Status(0, source)).ToArray();
        return Ranks.First(statuses.Contains);
    }

    // The views with events that a view comes from in the end.
    private IEnumerable<int> SourcesOf(FeatureView view) => view.Source is not null
        ? [Plan.Sources.Index().First(source => source.Item.View.Id == view.Id).Index]
        : view.Reads.SelectMany(SourcesOf);
}
