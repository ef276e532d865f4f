using Microsoft.Extensions.Logging;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Groups;

/// <summary>What every group works with.</summary>
internal sealed record GroupContext(OffsetsTopic Log, ITopicView Topics, GroupOptions Options, TimeProvider Time, ILogger Logger)
{
    /// <summary>Milliseconds since 1970.</summary>
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
