using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Handlers.Topics;

/// <summary>Says how much lies in the data directory.</summary>
internal sealed class DescribeLogDirsHandler(TopicCatalog topics) : RequestHandler<DescribeLogDirsRequest, DescribeLogDirsResponse>(ApiKey.DescribeLogDirs)
{
    protected override ValueTask<DescribeLogDirsResponse?> HandleAsync(DescribeLogDirsRequest request, RequestContext context)
    {
        var directory = topics.Logs.DirectoryPath;
        var disk = new DriveInfo(directory);
        return ValueTask.FromResult<DescribeLogDirsResponse?>(new DescribeLogDirsResponse
        {
            Results =
            [
                new()
                {
                    LogDir = directory,
                    TotalBytes = disk.TotalSize,
                    UsableBytes = disk.AvailableFreeSpace,
                    Topics = [.. Asked(request).GroupBy(partition => partition.Id.Topic, StringComparer.Ordinal).Select(Describe)],
                },
            ],
        });
    }

    private IEnumerable<Partition> Asked(DescribeLogDirsRequest request) =>
        request.Topics is null ? topics.All.Values.SelectMany(topic => topic.Partitions)
            : request.Topics.SelectMany(topic => topic.Partitions.Select(partition => topics.Find(topic.Topic, partition))).OfType<Partition>();

    private static DescribeLogDirsResponse.DescribeLogDirsTopic Describe(IGrouping<string, Partition> topic) => new()
    {
        Name = topic.Key,
        Partitions = [.. topic.Select(partition => new DescribeLogDirsResponse.DescribeLogDirsPartition { PartitionIndex = partition.Id.Partition, PartitionSize = partition.Log.SizeBytes })],
    };
}
