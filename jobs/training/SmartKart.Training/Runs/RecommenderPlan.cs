using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Runs.Splits;
using SmartKart.Training.Sessions;

namespace SmartKart.Training.Runs;

/// <summary>What a training run of a recommender is to do: a configuration, read and checked.</summary>
public sealed record RecommenderPlan
{
    /// <summary>The registered model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Which events say that a user wants a product.</summary>
    public required IReadOnlyList<InteractionSource> Interactions { get; init; }

    /// <summary>Models, each with the values that are tried for its parameters.</summary>
    public required IReadOnlyList<ModelGrid> Models { get; init; }

    /// <summary>Users with fewer different products are left out; 2 unless set.</summary>
    public int MinPerUser { get; init; } = 2;

    /// <summary>Products with fewer different users are left out; 2 unless set. With 0 products that can be bought and nobody had yet are there, too.</summary>
    public int MinPerProduct { get; init; } = 2;

    /// <summary>By what protocol the history is split; by time unless set.</summary>
    public SplitKind Split { get; init; } = SplitKind.Time;

    /// <summary>The share of history's time, at its end, or of each user's products, that models are judged by; 0.15 unless set. Leave-one-out has none.</summary>
    public double Test { get; init; } = 0.15;

    /// <summary>The share before it that parameters are chosen by, or of each user's products; likewise.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>How long lists are, by which models are judged; 10 unless set.</summary>
    public int K { get; init; } = 10;

    /// <summary>
    /// Among how many products drawn by chance what users did is ranked, too, as many papers do; null, the default, for no such figures. Nothing is chosen by them.
    /// </summary>
    public int? Sampled { get; init; }

    /// <summary>Whether parts of users and of products are told on the terminal, too; not unless set. Reports and programs are told them always.</summary>
    public bool Segments { get; init; }

    /// <summary>Whether a blend of the models is tried, too; it is unless set.</summary>
    public bool Blend { get; init; } = true;

    /// <summary>How what the models find is ranked; null, the default, for no ranker.</summary>
    public RankingPlan? Ranking { get; init; }

    /// <summary>How a model of running sessions is trained beside the recommender; null, the default, for none.</summary>
    public SessionsPlan? Sessions { get; init; }

    /// <summary>Whether a model learns from what was shown, so that it must be read.</summary>
    public bool NeedsImpressions => Models.Any(grid => grid.Kind.NeedsImpressions);

    /// <summary>Whether what comes of it is registered as the candidate, however good it is; by itself it becomes the champion where it isn't worse.</summary>
    public bool AsCandidate { get; init; }

    /// <summary>How long parameters may be tried; ten minutes unless set. Each model is trained once at least.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What chance follows from; 1 unless set.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>A kind of model, and what is tried for it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Values">The values of parameters that the configuration names; the others have their default.</param>
public sealed record ModelGrid(ModelKind Kind, IReadOnlyDictionary<string, IReadOnlyList<double>> Values)
{
    /// <summary>Every combination, each with a value of every parameter.</summary>
    public IEnumerable<IReadOnlyDictionary<string, double>> Points()
    {
        IEnumerable<Dictionary<string, double>> points = [new(StringComparer.Ordinal)];
        foreach (var parameter in Kind.Parameters)
        {
            var values = Values.GetValueOrDefault(parameter.Name) ?? [parameter.Default];
            points = points.SelectMany(point => values.Select(value => new Dictionary<string, double>(point, StringComparer.Ordinal) { [parameter.Name] = value }));
        }
        return points;
    }
}
