using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;

namespace SmartKart.Local.Features;

/// <summary>Topics, brought into the history.</summary>
internal static class ArchiveRun
{
    public static async Task<IReadOnlyList<ArchivedTopic>> RunAsync(
        ClusterSession cluster, IReadOnlyList<Topic> topics, string root, IWorkProgress progress, CancellationToken cancel)
    {
        var deadLetters = await EventDeadLetters.RegisterAsync(cluster.Registry, cancel);
        var archive = new TopicArchive(cluster.Kafka, cluster.Admin, cluster.Registry, deadLetters, TimeProvider.System);
        var archived = new List<ArchivedTopic>();
        foreach (var topic in topics)
        {
            using var step = progress.Begin($"{topic.Name} to Parquet");
            archived.Add(await archive.RunAsync(topic, root, new EventsSeen(step), cancel));
        }
        return archived;
    }
}
