using SmartKart.Broker;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Platform;

/// <summary>What <c>smartkart up</c> runs.</summary>
/// <param name="Broker">The embedded broker and registry, where no cluster is configured.</param>
/// <param name="Topologies">Names of topologies; none, where other processes run them.</param>
/// <param name="Views">Which features to compute.</param>
/// <param name="Streams">How topologies run.</param>
/// <param name="Features">How features are computed, and what tells now.</param>
/// <param name="Archive">How topics are archived, where the archive is among the topologies.</param>
internal sealed record PlatformOptions(
    BrokerOptions Broker, IReadOnlyCollection<string> Topologies, IReadOnlyList<FeatureView> Views, WorkerOptions Streams,
    FeatureTopologyOptions Features, ArchiveOptions Archive);
