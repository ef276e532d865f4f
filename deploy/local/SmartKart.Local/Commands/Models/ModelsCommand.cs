using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The registered models: which there are, what they are, and which one is served.</summary>
internal sealed class ModelsCommand : Command, IHasExamples
{
    public ModelsCommand() : base("models", "See the registered models, say which version is the champion, that is served, and roll a candidate out.")
    {
        Add(new ModelsListCommand());
        Add(new ModelsShowCommand());
        Add(new ModelsCompareCommand());
        Add(new ModelsPromoteCommand());
        Add(new ModelsRollbackCommand());
        Add(new ModelsRolloutCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart models list", "a line for each version"),
        new("smartkart models show shop_recommender", "the champion: what it was trained on, and how good it was"),
        new("smartkart models promote shop_recommender 3", "serve version 3 from now on"),
        new("smartkart models rollout --mode canary --percent 5", "give the candidate to some visitors first"),
        new("smartkart models rollback shop_recommender", "serve the champion of before again"),
    ];
}
