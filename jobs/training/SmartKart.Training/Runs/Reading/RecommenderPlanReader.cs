using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Runs.Splits;
using SmartKart.Training.Sessions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Training.Runs.Reading;

/// <summary>
/// Reads what a recommender is trained by. All faults of a file are told at once, each with its place.
/// <code>
///   recommender: shop_recommender
///   interactions:
///     - {topic: order_placed, lines: lines}
///     - {topic: clickstream, actions: [view]}
///   min_interactions: {user: 2, product: 2}
///   split: {kind: time, validation: 0.15, test: 0.15}                   # or ratio; or leave_one_out, which has no shares
///   k: 10
///   sampled: 100                                                        # figures among so many products by chance, too; none unless set
///   segments: true                                                      # parts of users and products on the terminal, too; in reports they always are
///   models:
///     popularity: {}
///     popularity_decayed: {half_life_days: [7, 30]}
///     ease: {regularisation: [50, 200, 800]}
///     content_projection: {factors: 64, map_regularisation: [0.3, 1]}     # what product_upserted tells of products
///     warp: {factors: 32, epochs: [10, 20]}                               # uses categories and brands where there are any
///     deepfm: {epochs: 4, examples: 500000}                               # a network of histories and items
///     bandit: {half_life_days: [7, 30]}                                   # needs clickstream's impressions and clicks
///   blend: true
///   ranking: {service: ranking, candidates: 50, cuts: 4}
///   sessions: {neighbours: 500, sessions_per_item: 2000}                # a session-kNN of the visits beside it; none unless set
///   budget: 10m
///   seed: 1
/// </code>
/// </summary>
public static class RecommenderPlanReader
{
    private const int KMax = 1000;

    /// <exception cref="ConfigurationException">The file can't be read or used.</exception>
    public static RecommenderPlan Read(string path)
    {
        var faults = new ConfigurationFaults(path);
        var root = Parse(path);
        if (root is not YamlMappingNode mapping) throw new ConfigurationException([new ConfigurationFault(path, 1, 1, "", "the file has no keys. Begin with 'recommender: NAME'.")]);
        var keys = new ConfigurationKeys(mapping, "", faults);
        var (least, split) = (Section(keys, "min_interactions", faults), Section(keys, "split", faults));
        var plan = new RecommenderPlan
        {
            Name = NameOf(keys),
            Interactions = Sources(keys, faults),
            MinPerUser = (int)(least?.Number("user", 2, 1, 1e6, isWhole: true) ?? 2),
            MinPerProduct = (int)(least?.Number("product", 2, 0, 1e6, isWhole: true) ?? 2),
            Split = SplitOf(split, faults),
            Validation = split?.Number("validation", 0.15, 0.001, 0.5) ?? 0.15,
            Test = split?.Number("test", 0.15, 0.001, 0.5) ?? 0.15,
            K = (int)keys.Number("k", 10, 1, KMax, isWhole: true),
            Sampled = keys.Number("sampled", 0, 1, 1e6, isWhole: true) is > 0 and var sampled ? (int)sampled : null,
            Segments = keys.Switch("segments", otherwise: false),
            Models = Models(keys, faults),
            Blend = keys.Switch("blend", otherwise: true),
            Ranking = Ranking(Section(keys, "ranking", faults)),
            Sessions = Sessions(Section(keys, "sessions", faults)),
            Budget = Budget(keys),
            Seed = (int)keys.Number("seed", 1, int.MinValue, int.MaxValue, isWhole: true),
            Threads = (int)keys.Number("threads", Environment.ProcessorCount, 1, 1024, isWhole: true),
        };
        RequireRest(plan, keys);
        RequireMoments(plan, keys);
        least?.NoOthers();
        split?.NoOthers();
        keys.NoOthers();
        faults.ThrowIfAny();
        return plan;
    }

    private static YamlNode? Parse(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(text);
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException fault)
        {
            throw new ConfigurationException([new ConfigurationFault(path, fault.Start.Line, fault.Start.Column, "", $"this is no YAML: {fault.Message}")], fault);
        }
        catch (IOException fault)
        {
            throw new ConfigurationException([new ConfigurationFault(path, 1, 1, "", $"the file can't be read: {fault.Message}")], fault);
        }
    }

    private static ConfigurationKeys? Section(ConfigurationKeys keys, string name, ConfigurationFaults faults) => keys.Find(name) switch
    {
        null => null,
        YamlMappingNode node => new ConfigurationKeys(node, name, faults),
        var other => keys.Wrong<ConfigurationKeys>(other, name, "is keys with values. Write them below it, or in braces."),
    };

    private static string NameOf(ConfigurationKeys keys)
    {
        if (keys.Text("recommender") is { } name)
        {
            if (name.All(each => char.IsAsciiLetterOrDigit(each) || each is '_' or '-')) return name;
            return keys.Wrong<string>(keys.Find("recommender")!, "recommender", $"'{name}' can't be a model's name. Use letters, digits, '_' and '-'.") ?? "";        // it was read
        }
        return keys.Wrong<string>(keys.Node, "recommender", "the model's name is missing. Write 'recommender: NAME'.") ?? "";
    }

    private static List<InteractionSource> Sources(ConfigurationKeys keys, ConfigurationFaults faults)
    {
        var sources = new List<InteractionSource>();
        var node = keys.Find("interactions");
        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            keys.Wrong<object>(node ?? keys.Node, "interactions", "which events count is missing. Write a list, such as '- {topic: order_placed, lines: lines}'.");
            return sources;
        }
        foreach (var each in list.Children)
        {
            if (each is not YamlMappingNode mapping)
            {
                keys.Wrong<object>(each, "interactions", "each is keys with values, such as {topic: clickstream, actions: [view]}.");
                continue;
            }
            var source = new ConfigurationKeys(mapping, "interactions", faults);
            var topic = source.Text("topic") ?? source.Wrong<string>(mapping, "topic", "the topic is missing. Write 'topic: order_placed'.") ?? "";
            var actions = source.Find("actions") switch
            {
                null => [],
                YamlSequenceNode values => values.Children.OfType<YamlScalarNode>().Select(value => value.Value ?? "").ToList(),
                var other => source.Wrong<List<string>>(other, "actions", "is a list, such as [view, add_to_cart].") ?? [],
            };
            sources.Add(new InteractionSource(topic, source.Text("lines"), actions));
            source.NoOthers();
        }
        return sources;
    }

    private static List<ModelGrid> Models(ConfigurationKeys keys, ConfigurationFaults faults)
    {
        var grids = new List<ModelGrid>();
        var node = keys.Find("models");
        if (node is not YamlMappingNode { Children.Count: > 0 } models)
        {
            keys.Wrong<object>(node ?? keys.Node, "models", $"the models are missing. Name some of {string.Join(", ", ModelKind.All.Select(kind => kind.Name))}.");
            return grids;
        }
        foreach (var (key, value) in models.Children)
        {
            var name = key.ToString();
            if (ModelKind.All.FirstOrDefault(kind => kind.Name == name) is not { } kind)
            {
                var nearest = NearestName.Of(name, ModelKind.All.Select(each => each.Name));
                var meant = nearest is null ? $"There are {string.Join(", ", ModelKind.All.Select(each => each.Name))}." : $"Is '{nearest}' meant?";
                faults.Add(key, "models", $"there is no model '{name}'. {meant}");
                continue;
            }
            var parameters = new ConfigurationKeys(value as YamlMappingNode ?? new YamlMappingNode(), $"models.{name}", faults);
            if (value is not YamlMappingNode and not YamlScalarNode { Value: null or "" }) faults.Add(value, $"models.{name}", "is parameters with values, or {}.");
            grids.Add(new ModelGrid(kind, kind.Parameters
                .Select(parameter => (parameter.Name, Values: parameters.Numbers(parameter.Name, parameter.Min, parameter.Max, parameter.IsWhole)))
                .Where(each => each.Values is not null).ToDictionary(each => each.Name, each => each.Values!, StringComparer.Ordinal)));
            parameters.NoOthers();
        }
        return grids;
    }

    private static SplitKind SplitOf(ConfigurationKeys? split, ConfigurationFaults faults)
    {
        if (split?.Text("kind") is not { } name) return SplitKind.Time;
        if (!SplitNames.All.Any(each => each.Name == name))
        {
            var names = string.Join(", ", SplitNames.All.Select(each => each.Name));
            return split.Wrong<SplitKind>(split.Find("kind")!, "kind", $"there is no split '{name}'. There are {names}.");      // it was read
        }
        var kind = SplitNames.All.First(each => each.Name == name).Kind;
        if (kind != SplitKind.LeaveOneOut) return kind;
        foreach (var key in new[] { "validation", "test" })
        {
            if (split.Find(key) is { } share) faults.Add(share, split.PathOf(key), "leave_one_out holds two products of each user out, no share. Leave the key out.");
        }
        return kind;
    }

    private static void RequireRest(RecommenderPlan plan, ConfigurationKeys keys)
    {
        if (plan.Validation + plan.Test < 1) return;
        keys.Wrong<object>(keys.Find("split")!, "split", "validation and test leave nothing to learn from. Make them less than 1 together.");      // they aren't the defaults
    }

    private static void RequireMoments(RecommenderPlan plan, ConfigurationKeys keys)
    {
        if (plan is not { Ranking: not null, Split: not SplitKind.Time }) return;
        keys.Wrong<object>(
            keys.Find("ranking")!, "ranking",       // the plan has one
            $"a ranker learns from moments of the past, which the split {plan.Split.Name()} has none of. Write 'split: {{kind: time}}', or leave ranking out.");
    }

    private static RankingPlan? Ranking(ConfigurationKeys? keys)
    {
        if (keys is null) return null;
        var otherwise = new RankingPlan();
        var plan = new RankingPlan
        {
            Service = keys.Text("service"),
            Candidates = (int)keys.Number("candidates", otherwise.Candidates, 1, 10_000, isWhole: true),
            Cuts = (int)keys.Number("cuts", otherwise.Cuts, 1, 100, isWhole: true),
            UsersMax = (int)keys.Number("users_max", otherwise.UsersMax, 1, 100e6, isWhole: true),
            Rounds = (int)keys.Number("rounds", otherwise.Rounds, 1, 100_000, isWhole: true),
            Depth = (int)keys.Number("depth", otherwise.Depth, 1, 16, isWhole: true),
            LearningRate = keys.Number("learning_rate", otherwise.LearningRate, 1e-4, 1),
            MinChildWeight = keys.Number("min_child_weight", otherwise.MinChildWeight, 0, 1e6),
        };
        keys.NoOthers();
        return plan;
    }

    private static SessionsPlan? Sessions(ConfigurationKeys? keys)
    {
        if (keys is null) return null;
        var otherwise = new SessionsPlan();
        var plan = new SessionsPlan
        {
            Neighbours = (int)keys.Number("neighbours", otherwise.Neighbours, 1, 100_000, isWhole: true),
            SessionsPerItem = (int)keys.Number("sessions_per_item", otherwise.SessionsPerItem, 1, 1_000_000, isWhole: true),
        };
        keys.NoOthers();
        return plan;
    }

    private static TimeSpan Budget(ConfigurationKeys keys)
    {
        const string form = "is a whole number and a unit, such as 90s, 10m or 2h.";
        if (keys.Text("budget") is not { } text) return TimeSpan.FromMinutes(10);
        var unit = text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.Zero };
        var isCount = int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        if (isCount && unit > TimeSpan.Zero && count is > 0 and < 10_000) return count * unit;
        return keys.Wrong<TimeSpan>(keys.Find("budget")!, "budget", $"'{text}' can't be read: it {form}");     // it was read
    }
}
