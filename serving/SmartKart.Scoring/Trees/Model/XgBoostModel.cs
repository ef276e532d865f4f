using System.Text.Json;

namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// Reads what XGBoost 1.7 writes as JSON or UBJSON (its page "Introduction to Model IO" holds the schema): gradient-boosted trees with
/// one output.
/// </summary>
internal static class XgBoostModel
{
    private const int FeaturesMax = 1 << 24; // past it, the row that a lane looks into is more than a 32-bit index away

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="name">Which model, as it begins an error's message.</param>
    /// <exception cref="TreeModelException">It is damaged, or not scored here.</exception>
    public static TreeModel Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var faults = new ModelFaults(name);
        if (bytes.Length == 0 || bytes.Span[0] != '{') throw faults.Damaged("it begins like neither JSON nor UBJSON");
        try
        {
            using var document = JsonDocument.Parse(UniversalBinaryJson.IsMeantBy(bytes.Span) ? UniversalBinaryJson.ToJson(bytes.Span, faults) : NonFiniteJson.Mend(bytes));
            return Read(new ModelElement(document.RootElement, "", faults).Member("learner"));
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException) // the second: text that is not UTF-8
        {
            throw faults.Damaged($"it is not whole JSON ({cause.Message})", cause);
        }
    }

    private static TreeModel Read(ModelElement learner)
    {
        var faults = learner.Faults;
        var booster = learner.Member("gradient_booster");
        if (booster.Member("name").Text() is var kind and not "gbtree")
            throw faults.Unsupported($"its booster is {kind}", "Train with the parameter booster set to gbtree");
        var parameters = learner.Member("learner_model_param");
        if (parameters.Member("num_class").Count() is var classes and > 1)
            throw faults.Unsupported($"it scores {classes} classes", "Train one binary model for each class");
        if (parameters.Has("num_target") && parameters.Member("num_target").Count() is var targets and > 1)
            throw faults.Unsupported($"it scores {targets} targets", "Train one model for each target");
        var features = parameters.Member("num_feature").Count();
        if (features is 0 or > FeaturesMax) throw faults.Damaged($"it has {features:N0} features, and 1 to {FeaturesMax:N0} are possible");
        var objective = learner.Member("objective").Member("name").Text();
        var link = TreeLink.Of(objective, faults);
        return new TreeModel(
            objective,
            link,
            link.MarginOf(parameters.Member("base_score").Parameter(), faults),
            features,
            Names(learner, features),
            Trees(booster.Member("model"), features));
    }

    private static Tree[] Trees(ModelElement model, int features)
    {
        var items = model.Member("trees").Items();
        var count = model.Member("gbtree_model_param").Member("num_trees").Count();
        if (items.Count != count) throw model.Faults.Damaged($"it has {items.Count:N0} trees, and says that they are {count:N0}");
        if (Array.Exists(model.Member("tree_info").Integers(count), group => group != 0))
            throw model.Faults.Damaged("some of its trees are of a second output, and it says that there is one");
        return [.. items.Select(item => XgBoostTree.Read(item, features))];
    }

    private static string[] Names(ModelElement learner, int features)
    {
        if (!learner.Has("feature_names")) return [];
        string[] names = [.. learner.Member("feature_names").Items().Select(item => item.Text())];
        return names.Length == 0 || names.Length == features
            ? names
            : throw learner.Faults.Damaged($"it names {names.Length:N0} features, and has {features:N0}");
    }
}
