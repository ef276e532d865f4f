namespace SmartKart.EndToEnd.Architecture;

/// <summary>One line of the table of rooms.</summary>
/// <param name="Folder">Where the project lies; it bears the folder's name.</param>
/// <param name="MayUse">The projects of ours that it may refer to; null for every one outside tests/.</param>
internal sealed record Room(string Folder, params string[]? MayUse)
{
    public string Project => Path.GetFileName(Folder);

    /// <summary>Projects that take part in its build as an analyser, and of which nothing reaches the program.</summary>
    public string[] MayAnalyzeWith { get; init; } = [];

    /// <summary>What its tests need beyond the project and what that may use.</summary>
    public string[] ItsTestsMayAlsoUse { get; init; } = [];
}

/// <summary>Who may use whom: the table of rooms, as README.md draws it. A new project is a line here first.</summary>
internal static class Rooms
{
    public static IReadOnlyList<Room> Table { get; } =
    [
        new("schemas/SmartKart.Schemas") { MayAnalyzeWith = ["SmartKart.Schemas.Generator"] },
        // What a generator writes can only be tried where the types are that it writes against.
        new("schemas/SmartKart.Schemas.Generator") { ItsTestsMayAlsoUse = ["SmartKart.Schemas"] },
// What a broker promises, it promises to clients: its tests look at it through one that goes on over crashes.
        new("streams/SmartKart.Broker", "SmartKart.Schemas") { ItsTestsMayAlsoUse = ["SmartKart.Kafka"] },
        // librdkafka's mock cluster lacks transactions' visibility, most of administration and SASL: those are tried on the embedded broker.
        new("streams/SmartKart.Kafka") { ItsTestsMayAlsoUse = ["SmartKart.Broker", "SmartKart.Schemas"] },
        new("streams/SmartKart.Streams", "SmartKart.Kafka") { ItsTestsMayAlsoUse = ["SmartKart.Broker", "SmartKart.Schemas"] },
        new("streams/SmartKart.Topologies", "SmartKart.Schemas", "SmartKart.Kafka", "SmartKart.Streams", "SmartKart.FeatureStore", "SmartKart.Warehouse")
        {
            // Topologies are held to what a loop over the same history gives, on a real broker.
            ItsTestsMayAlsoUse = ["SmartKart.Broker", "SmartKart.Backfill"],
        },
        new("featurestore/SmartKart.FeatureStore", "SmartKart.Schemas", "SmartKart.Warehouse"),
        new("featurestore/SmartKart.Warehouse"),
        new("jobs/backfill/SmartKart.Backfill", "SmartKart.Schemas", "SmartKart.Kafka", "SmartKart.Streams", "SmartKart.FeatureStore", "SmartKart.Warehouse")
        {
            // A replay is held to what a broker and a registry really kept; a simulation's propensities to what estimators make of them.
            ItsTestsMayAlsoUse = ["SmartKart.Broker", "SmartKart.Training"],
        },
        new("jobs/training/SmartKart.Training", "SmartKart.FeatureStore", "SmartKart.Warehouse", "SmartKart.Scoring"),
        new("serving/SmartKart.Scoring", "SmartKart.FeatureStore"),
        new("serving/SmartKart.Serving", "SmartKart.Scoring", "SmartKart.FeatureStore", "SmartKart.Schemas", "SmartKart.Kafka", "SmartKart.Streams", "SmartKart.Prometheus")
        {
            // What serving takes from topics and gives to them, it takes from a real broker.
            ItsTestsMayAlsoUse = ["SmartKart.Broker"],
        },
        new("serving/SmartKart.Commerce", "SmartKart.Schemas"),
        new("pipelines/SmartKart.Pipelines"),
        new("deploy/prometheus/SmartKart.Prometheus"),
        new("deploy/local/SmartKart.Local", MayUse: null),
    ];

    /// <summary>Test projects that stand for no single project, and may use everything, each other included.</summary>
    public static IReadOnlyList<string> TestsOfTheWhole { get; } = ["SmartKart.EndToEnd", "SmartKart.Benchmarks"];
}
