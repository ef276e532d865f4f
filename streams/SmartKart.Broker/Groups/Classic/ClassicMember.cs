using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>A member of a classic group, and the requests of its that wait for an answer.</summary>
internal sealed class ClassicMember(string id, string? instanceId, Requester client, GroupTimer session) : IDisposable
{
    private TaskCompletionSource<JoinGroupResponse>? _joining;
    private TaskCompletionSource<SyncGroupResponse>? _syncing;

    public string Id => id;
    public string? InstanceId => instanceId;
    public string ClientId => client.ClientId;
    public string ClientHost => client.Host;
    public TimeSpan SessionTimeout { get; private set; }
    public TimeSpan RebalanceTimeout { get; private set; }

    /// <summary>By preference.</summary>
    public IReadOnlyList<ClassicProtocol> Protocols { get; private set; } = [];

    /// <summary>The bytes that the leader assigned to it.</summary>
    public byte[] Assignment { get; set; } = [];

    /// <summary>Not yet in any generation: its join may time out although it waits.</summary>
    public bool IsNew { get; set; }

    public bool IsJoining => _joining is not null;
    public bool IsSyncing => _syncing is not null;

    /// <summary>Whether silence is no sign of death: who waits for an answer can't send a heartbeat.</summary>
    public bool MayBeSilent => !IsNew && (IsJoining || IsSyncing);

    public void Update(IReadOnlyList<ClassicProtocol> protocols, TimeSpan sessionTimeout, TimeSpan rebalanceTimeout) =>
        (Protocols, SessionTimeout, RebalanceTimeout) = (protocols, sessionTimeout, rebalanceTimeout);

    public void KeepAlive() => session.Set(SessionTimeout);

    public void KeepAlive(TimeSpan timeout) => session.Set(timeout);

    /// <summary>Its metadata for a protocol; empty where it does not speak it.</summary>
    public byte[] MetadataOf(string? protocol) => Protocols.FirstOrDefault(candidate => candidate.Name == protocol)?.Metadata ?? [];

    public bool Offers(IReadOnlyList<ClassicProtocol> protocols) =>
        Protocols.Count == protocols.Count && Protocols.Zip(protocols).All(pair => pair.First.IsSame(pair.Second));

    /// <summary>Waits for the next generation. An earlier wait of the same member, whose client must have given up on it, is told so.</summary>
    public Task<JoinGroupResponse> AwaitJoin()
    {
        AnswerJoin(new JoinGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress, MemberId = id });
        _joining = new TaskCompletionSource<JoinGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _joining.Task;
    }

    public Task<SyncGroupResponse> AwaitSync()
    {
        AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress });
        _syncing = new TaskCompletionSource<SyncGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _syncing.Task;
    }

    public void AnswerJoin(JoinGroupResponse answer)
    {
        _joining?.TrySetResult(answer);
        _joining = null;
    }

    public bool AnswerSync(SyncGroupResponse answer)
    {
        if (_syncing is null) return false;
        _syncing.TrySetResult(answer);
        _syncing = null;
        return true;
    }

    public void Dispose() => session.Dispose();
}

/// <summary>A way of assigning partitions that a member offers, and what it says about itself in that way.</summary>
internal sealed record ClassicProtocol(string Name, byte[] Metadata)
{
    public bool IsSame(ClassicProtocol other) => Name == other.Name && Metadata.AsSpan().SequenceEqual(other.Metadata);
}
