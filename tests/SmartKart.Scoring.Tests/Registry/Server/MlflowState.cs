using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Scoring.Tests.Registry.Server;

/// <summary>What a tracking server knows, and its methods over it, by <c>mlflow.org/docs/latest/rest-api.html</c>.</summary>
internal sealed class MlflowState
{
    private const int ParametersMax = 100, MetricsMax = 1000, TagsMax = 100;

    private readonly List<string> _experiments = [];

    public Dictionary<string, Run> Runs { get; } = [];

    public Dictionary<string, Model> Models { get; } = [];

    /// <summary>By their path below the artifacts' root.</summary>
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new();

    /// <summary>Where the next versions' artifacts are said to be; null for where they were registered with.</summary>
    public string? DownloadUri { get; set; }

    public JsonObject Answer(string method, JsonObject asked)
    {
        string Text(string key) => asked[key] is { } value ? (string?)value ?? "" : throw MlflowFault.Invalid($"Missing value for required parameter '{key}'.");
        return method switch
        {
            "GET experiments/get-by-name" => Experiment(Text("experiment_name")),
            "POST experiments/create" => CreateExperiment(Text("name")),
            "POST runs/create" => CreateRun(Text("experiment_id")),
            "GET runs/get" => RunJson(RunOf(Text("run_id"))),
            "POST runs/log-batch" => LogBatch(RunOf(Text("run_id")), asked),
            "POST runs/update" => Update(RunOf(Text("run_id")), Text("status")),
            "POST registered-models/create" => CreateModel(Text("name")),
            "GET registered-models/get" => new JsonObject { ["registered_model"] = ModelJson(Text("name"), ModelOf(Text("name"))) },
            "GET registered-models/search" => Page("registered_models", [.. Models.Select(each => ModelJson(each.Key, each.Value))], asked),
            "POST registered-models/alias" => SetAlias(ModelOf(Text("name")), Text("alias"), int.Parse(Text("version"), CultureInfo.InvariantCulture)),
            "DELETE registered-models/alias" => RemoveAlias(ModelOf(Text("name")), Text("alias")),
            "POST model-versions/create" => CreateVersion(Text("name"), Text("source"), asked),
            "GET model-versions/search" => Page("model_versions", VersionsOf(Text("filter")), asked),
            "GET model-versions/get-download-uri" => new JsonObject
            {
                ["artifact_uri"] = DownloadUri ?? (string?)ModelOf(Text("name")).Versions[int.Parse(Text("version"), CultureInfo.InvariantCulture) - 1]["source"],
            },
            _ => throw new MlflowFault(404, "ENDPOINT_NOT_FOUND", $"There is no {method}."),
        };
    }

    private JsonObject Experiment(string name)
    {
        var id = _experiments.IndexOf(name);
        if (id < 0) throw MlflowFault.NotFound($"Could not find experiment with name '{name}'");
        return new JsonObject { ["experiment"] = new JsonObject { ["experiment_id"] = $"{id}", ["name"] = name, ["lifecycle_stage"] = "active" } };
    }

    private JsonObject CreateExperiment(string name)
    {
        if (_experiments.Contains(name)) throw MlflowFault.Exists($"Experiment '{name}'");
        _experiments.Add(name);
        return new JsonObject { ["experiment_id"] = $"{_experiments.Count - 1}" };
    }

    private JsonObject CreateRun(string experiment)
    {
        if (!int.TryParse(experiment, out var at) || at >= _experiments.Count) throw MlflowFault.NotFound($"No Experiment with id={experiment}");
        var run = new Run(Guid.NewGuid().ToString("N"), _experiments[at]);
        Runs.Add(run.Id, run);
        return RunJson(run);
    }

    private static JsonObject RunJson(Run run) => new()
    {
        ["run"] = new JsonObject
        {
            ["info"] = new JsonObject { ["run_id"] = run.Id, ["status"] = run.Status, ["artifact_uri"] = run.ArtifactUri },
            ["data"] = run.Metrics.Count == 0
                ? []
                : new JsonObject { ["metrics"] = new JsonArray([.. run.Metrics.Select(each => MetricJson(each.Key, each.Value))]) },
        },
    };

    private static JsonObject MetricJson(string key, double value) =>
        new() { ["key"] = key, ["value"] = double.IsFinite(value) ? value : value.ToString(CultureInfo.InvariantCulture), ["timestamp"] = 1, ["step"] = 0 };

    private static JsonObject LogBatch(Run run, JsonObject asked)
    {
        JsonArray Held(string key, int most) => asked[key] is not JsonArray given ? []
            : given.Count <= most ? given
            : throw MlflowFault.Invalid($"A batch logging request can contain at most {most} {key}. Got {given.Count} {key}.");
        foreach (var each in Held("params", ParametersMax)) run.Parameters[(string)each!["key"]!] = (string)each["value"]!;
        foreach (var each in Held("metrics", MetricsMax)) run.Metrics[(string)each!["key"]!] = Number(each["value"]!);
        foreach (var each in Held("tags", TagsMax)) run.Tags[(string)each!["key"]!] = (string)each["value"]!;
        return [];
    }

    // Protobuf's JSON has NaN and infinities as text.
    private static double Number(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? double.Parse((string)value!, CultureInfo.InvariantCulture) : (double)value;

    private static JsonObject Update(Run run, string status)
    {
        run.Status = status;
        return new JsonObject { ["run_info"] = new JsonObject { ["run_id"] = run.Id, ["status"] = status } };
    }

    private JsonObject CreateModel(string name)
    {
        if (!Models.TryAdd(name, new Model())) throw MlflowFault.Exists($"Registered Model (name={name})");
        return new JsonObject { ["registered_model"] = ModelJson(name, Models[name]) };
    }

    private JsonObject CreateVersion(string name, string source, JsonObject asked)
    {
        var versions = ModelOf(name).Versions;
        versions.Add(new JsonObject
        {
            ["name"] = name, ["version"] = $"{versions.Count + 1}", ["creation_timestamp"] = 1_772_366_400_000 + versions.Count, ["source"] = source,
            ["run_id"] = (string?)asked["run_id"], ["description"] = (string?)asked["description"], ["status"] = "READY",
        });
        return new JsonObject { ["model_version"] = versions[^1].DeepClone() };
    }

    private JsonNode[] VersionsOf(string filter)
    {
        var name = filter.StartsWith("name='", StringComparison.Ordinal) && filter.EndsWith('\'') ? filter[6..^1] : throw MlflowFault.Invalid($"Invalid filter '{filter}'.");
        return Models.TryGetValue(name, out var model) ? [.. model.Versions.Select(version => version.DeepClone())] : [];
    }

    private static JsonObject SetAlias(Model model, string alias, int version)
    {
        if (version < 1 || version > model.Versions.Count) throw MlflowFault.NotFound($"Model Version (version={version})");
        model.Aliases[alias] = version;
        return [];
    }

    private static JsonObject RemoveAlias(Model model, string alias)
    {
        model.Aliases.Remove(alias);
        return [];
    }

    private static JsonObject ModelJson(string name, Model model)
    {
        var json = new JsonObject { ["name"] = name, ["creation_timestamp"] = 1 };
        if (model.Aliases.Count > 0)
            json["aliases"] = new JsonArray([.. model.Aliases.Select(each => new JsonObject { ["alias"] = each.Key, ["version"] = $"{each.Value}" })]);
        return json;
    }

    // The token is where the next page begins. What is empty is left out, as protobuf's JSON does.
    private static JsonObject Page(string key, JsonNode[] all, JsonObject asked)
    {
        var from = asked["page_token"] is { } token ? int.Parse((string)token!, CultureInfo.InvariantCulture) : 0;
        var page = all.Skip(from).Take(int.Parse((string)asked["max_results"]!, CultureInfo.InvariantCulture)).ToArray();
        var json = new JsonObject();
        if (page.Length > 0) json[key] = new JsonArray(page);
        if (from + page.Length < all.Length) json["next_page_token"] = $"{from + page.Length}";
        return json;
    }

    private Run RunOf(string id) => Runs.GetValueOrDefault(id) ?? throw MlflowFault.NotFound($"Run '{id}'");

    private Model ModelOf(string name) => Models.GetValueOrDefault(name) ?? throw MlflowFault.NotFound($"Registered Model with name={name}");

    internal sealed record Run(string Id, string Experiment)
    {
        public string Status { get; set; } = "RUNNING";

        public string Root => $"{Experiment}/{Id}/artifacts";

        public string ArtifactUri => $"mlflow-artifacts:/{Root}";

        public Dictionary<string, string> Parameters { get; } = [];

        public Dictionary<string, double> Metrics { get; } = [];

        public Dictionary<string, string> Tags { get; } = [];
    }

    internal sealed record Model
    {
        public List<JsonObject> Versions { get; } = [];

        public Dictionary<string, int> Aliases { get; } = [];
    }
}
