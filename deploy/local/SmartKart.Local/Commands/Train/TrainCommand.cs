using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Trains models from history.</summary>
internal sealed class TrainCommand : Command, IHasExamples
{
    public TrainCommand() : base("train", "Train models from history, judge them by what came after, and register the best.") => Add(new TrainRecommenderCommand());

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart train recommender", "from the data directory's history, as jobs/training/definitions/shop_recommender.yaml says"),
        new("smartkart train recommender --dry-run", "what would be done, and the memory it takes"),
    ];
}
