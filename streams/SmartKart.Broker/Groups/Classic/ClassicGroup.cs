using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>
/// A group of the classic protocol: its members meet in generations, and one of them, the leader, assigns the partitions.
/// <code>
///            join                 all joined, or the time is up            leader's assignment
///   Empty ─────────▶ PreparingRebalance ────────────────▶ CompletingRebalance ─────▶ Stable
///     ▲                  │  ▲    ▲                                │                     │
///     └──── nobody ──────┘  │    └──── member joins or goes ──────┘                     │
///                           └───────── member joins, goes, or changes its mind ─────────┘
/// </code>
/// Whether members give up everything before they join (eager) or only what they lose (cooperative) is between them and their
/// leader: the group does the same for both.
/// </summary>
internal sealed class ClassicGroup : IMembership, IDisposable
{
    private const string ConsumerProtocolType = "consumer";

    private readonly Group _group;
    private readonly GroupContext _context;
    private readonly GroupTimer _joinTimer, _syncTimer;
    private ClassicState _before;
    private HashSet<string>? _subscribed = [];                             // null where the members' metadata is not Kafka's
    private TimeSpan? _initialRest;                                       // while a first generation may be put off once more
    private bool _newMemberAdded;
    private long _stateSinceMs;

    public ClassicGroup(Group group, GroupContext context)
    {
        _group = group;
        _context = context;
        _stateSinceMs = context.NowMs;
        _joinTimer = new GroupTimer(group.Gate, context.Time, OnJoinTimeout);
        _syncTimer = new GroupTimer(group.Gate, context.Time, OnSyncTimeout);
    }

    public ClassicState State { get; private set; }

    public ClassicMembers Members { get; } = new();

    public int Generation { get; private set; }

    /// <summary>How the generation assigns partitions: the members' choice.</summary>
    public string? Protocol { get; private set; }

    public string Type => "Classic";
    public string ProtocolType { get; private set; } = "";
    public string StateName => State.ToString();
    public bool IsEmpty => State == ClassicState.Empty;
    public bool IsFirstGeneration => State == ClassicState.PreparingRebalance && _before == ClassicState.Empty;
    public GroupContext Context => _context;
    public Group Group => _group;

    public bool Speaks(string protocolType, IReadOnlyList<ClassicProtocol> protocols) => State == ClassicState.Empty
        ? protocolType.Length > 0 && protocols.Count > 0
        : protocolType == ProtocolType && Members.Support(protocols);

    public GroupTimer SessionOf(string memberId) => new(_group.Gate, _context.Time, () => OnSessionTimeout(memberId));

    public void Add(ClassicMember member, string protocolType)
    {
        if (Members.Count == 0) ProtocolType = protocolType;
        if (IsFirstGeneration) _newMemberAdded = true;
        Members.Add(member);
    }

    /// <summary>Lets the members join again, or, where they are at it, ends that if all have.</summary>
    public void RebalanceOrComplete(string reason)
    {
        if (State != ClassicState.PreparingRebalance) Rebalance(reason);
        else CompleteIfAllJoined();
    }

    public void CompleteIfAllJoined()
    {
        // A first generation waits for its time even when all have joined: more may be about to.
        if (State == ClassicState.PreparingRebalance && !IsFirstGeneration && Members.HaveAllJoined) CompleteJoin();
    }

    public void Rebalance(string reason)
    {
        if (State == ClassicState.CompletingRebalance) Assign(new Dictionary<string, byte[]>(), ErrorCode.RebalanceInProgress);
        Members.Unsynced.Clear();
        _syncTimer.Clear();
        var isFirst = State == ClassicState.Empty;
        GroupLog.Rebalancing(_context.Logger, _group.Id, Generation, reason);
        Become(ClassicState.PreparingRebalance);
        if (isFirst)
        {
            _newMemberAdded = false;
            _initialRest = Members.RebalanceTimeout - _context.Options.InitialRebalanceDelay;
            _joinTimer.Set(_context.Options.InitialRebalanceDelay);
        }
        else if (Members.HaveAllJoined) CompleteJoin();
        else _joinTimer.Set(Members.RebalanceTimeout);
    }

    /// <summary>Takes a member out. What follows from it is the caller's.</summary>
    public void Remove(ClassicMember member, string reason)
    {
        GroupLog.MemberRemoved(_context.Logger, _group.Id, member.Id, reason);
        // It may be waiting for an answer while others take it for dead; if it lives, this makes it join again.
        member.AnswerJoin(new JoinGroupResponse { ErrorCode = ErrorCode.UnknownMemberId });
        member.AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.UnknownMemberId });
        Members.Remove(member);
    }

    /// <summary>Gives the generation's members what the leader assigned to them, or an error.</summary>
    public void Assign(IReadOnlyDictionary<string, byte[]> assignments, ErrorCode error)
    {
        foreach (var member in Members.All)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id, []);
            var isAnswered = member.AnswerSync(error == ErrorCode.None
                ? new SyncGroupResponse { ProtocolType = ProtocolType, ProtocolName = Protocol, Assignment = member.Assignment }
                : new SyncGroupResponse { ErrorCode = error });
            if (isAnswered) member.KeepAlive();          // while it waited, nobody counted its silence
        }
        if (error == ErrorCode.None)
        {
            Become(ClassicState.Stable);
            GroupLog.Stable(_context.Logger, _group.Id, Generation);
        }
    }

    public void NoteSync(string memberId)
    {
        Members.Unsynced.Remove(memberId);
        if (Members.Unsynced.Count == 0) _syncTimer.Clear();
    }

    public JoinGroupResponse CurrentGeneration(string memberId, bool withMembers, string? leader = null, bool skipAssignment = false) => new()
    {
        MemberId = memberId,
        GenerationId = Generation,
        ProtocolType = ProtocolType,
        ProtocolName = Protocol,
        Leader = leader ?? Members.Leader ?? "",
        SkipAssignment = skipAssignment,
        Members = !withMembers ? [] : [.. Members.All.Select(member => new JoinGroupResponse.JoinGroupResponseMember
        {
            MemberId = member.Id, GroupInstanceId = member.InstanceId, Metadata = member.MetadataOf(Protocol),
        })],
    };

    /// <summary>The generation as a restart shall find it.</summary>
    /// <param name="assignmentOf">What each member has, or is about to have.</param>
    public GroupRecord Snapshot(Func<ClassicMember, byte[]> assignmentOf) => new(RecordKey.Of(RecordType.GroupMetadata, _group.Id), new GroupMetadataValue
    {
        ProtocolType = ProtocolType,
        Generation = Generation,
        Protocol = Protocol,
        Leader = Members.Leader,
        CurrentStateTimestamp = _stateSinceMs,
        Members = [.. Members.All.Select(member => new GroupMetadataValue.Member
        {
            MemberId = member.Id, GroupInstanceId = member.InstanceId, ClientId = member.ClientId, ClientHost = member.ClientHost,
            RebalanceTimeout = (int)member.RebalanceTimeout.TotalMilliseconds, SessionTimeout = (int)member.SessionTimeout.TotalMilliseconds,
            Subscription = member.MetadataOf(Protocol), Assignment = assignmentOf(member),
        })],
    });

    public void Load(GroupMetadataValue snapshot)
    {
        (ProtocolType, Generation, Protocol) = (snapshot.ProtocolType, snapshot.Generation, snapshot.Protocol);
        foreach (var saved in snapshot.Members)
        {
            var client = new Requester(saved.ClientId, saved.ClientHost, 0);
            var member = new ClassicMember(saved.MemberId, saved.GroupInstanceId, client, SessionOf(saved.MemberId)) { Assignment = saved.Assignment };
            var rebalance = saved.RebalanceTimeout < 0 ? saved.SessionTimeout : saved.RebalanceTimeout;
            var protocol = new ClassicProtocol(snapshot.Protocol ?? "", saved.Subscription);
            member.Update([protocol], TimeSpan.FromMilliseconds(saved.SessionTimeout), TimeSpan.FromMilliseconds(rebalance));
            Members.Add(member);
        }
        Members.Leader = snapshot.Leader;
        State = snapshot.Members.Count == 0 ? ClassicState.Empty : ClassicState.Stable;
        if (snapshot.CurrentStateTimestamp >= 0) _stateSinceMs = snapshot.CurrentStateTimestamp;
        _subscribed = Subscriptions.Of(this);
    }

    public void Resume()
    {
        foreach (var member in Members.All) member.KeepAlive();
    }

    public void Close(ErrorCode answer)
    {
        foreach (var member in Members.All)
        {
            member.AnswerJoin(new JoinGroupResponse { ErrorCode = answer, MemberId = member.Id });
            member.AnswerSync(new SyncGroupResponse { ErrorCode = answer });
        }
        Dispose();
    }

    public void Dispose()
    {
        Members.Clear();
        _joinTimer.Dispose();
        _syncTimer.Dispose();
    }

    public IEnumerable<GroupRecord> Tombstones() => [GroupRecord.Tombstone(RecordType.GroupMetadata, _group.Id)];

    public bool IsSubscribedTo(string topic) => _subscribed?.Contains(topic) ?? ProtocolType == ConsumerProtocolType;

    public ErrorCode CheckOffsetCommit(Committer committer, bool isTransactional, short version, IEnumerable<TopicPartition> partitions)
    {
        var (memberId, instanceId, generation) = committer;
        // Who is in no group may commit for one that nobody is in: administrators, and consumers that assign themselves.
        if (generation < 0 && IsEmpty) return ErrorCode.None;
        if (generation >= 0 || memberId.Length > 0 || instanceId is not null)
        {
            var fault = Members.Check(memberId, instanceId);
            if (fault != ErrorCode.None) return fault;
            if (generation != Generation) return ErrorCode.IllegalGeneration;
        }
        else if (!isTransactional && !IsEmpty) return ErrorCode.UnknownMemberId;
        if (!isTransactional && State == ClassicState.CompletingRebalance) return ErrorCode.RebalanceInProgress;
        if (!isTransactional) Members.Find(memberId)?.KeepAlive();
        return ErrorCode.None;
    }

    public ErrorCode CheckOffsetFetch(string? memberId, int memberEpoch) => ErrorCode.None;

    public ErrorCode CheckOffsetDelete() => IsEmpty || ProtocolType == ConsumerProtocolType ? ErrorCode.None : ErrorCode.NonEmptyGroup;

    public long? UnusedSince(long committedAtMs)
    {
        if (ProtocolType.Length == 0) return committedAtMs;
        if (IsEmpty) return _stateSinceMs;
        // Members are at work, but none of them reads this topic: the caller asks only for such.
        return State == ClassicState.Stable && ProtocolType == ConsumerProtocolType && _subscribed is not null ? committedAtMs : null;
    }

    private void Become(ClassicState state)
    {
        (_before, State) = (State, state);
        _stateSinceMs = _context.NowMs;
    }

    private void CompleteJoin()
    {
        _joinTimer.Clear();
        _initialRest = null;
        foreach (var absent in Members.All.Where(member => !member.IsJoining && member.InstanceId is null).ToList())
            Remove(absent, "it did not join the next generation in time");
        if (!Members.ElectJoinedLeader() && Members.Count > 0)
        {
            // Only static members, and none has joined: they have the time until their sessions end.
            _joinTimer.Set(Members.RebalanceTimeout);
            return;
        }
        Generation++;
        if (Members.Count == 0) BecomeEmpty();
        else BeginGeneration();
    }

    private void BecomeEmpty()
    {
        Protocol = null;
        _subscribed = [];
        Become(ClassicState.Empty);
        GroupLog.GenerationBegan(_context.Logger, _group.Id, Generation, 0, null);
        // Should this fail (it is logged), a restart finds the last generation, whose members it then misses and removes.
        _ = _group.TryNote(Snapshot(member => member.Assignment));
    }

    private void BeginGeneration()
    {
        Protocol = Members.VoteOnProtocol();
        _subscribed = Subscriptions.Of(this);
        Become(ClassicState.CompletingRebalance);
        GroupLog.GenerationBegan(_context.Logger, _group.Id, Generation, Members.Count, Protocol);
        foreach (var member in Members.All)
        {
            member.AnswerJoin(CurrentGeneration(member.Id, withMembers: member.Id == Members.Leader));
            member.KeepAlive();
            member.IsNew = false;
            Members.Unsynced.Add(member.Id);
        }
        _syncTimer.Set(Members.RebalanceTimeout);
    }

    private void OnJoinTimeout()
    {
        if (_initialRest is { } rest && _newMemberAdded && rest > TimeSpan.Zero)
        {
            var delay = rest < _context.Options.InitialRebalanceDelay ? rest : _context.Options.InitialRebalanceDelay;
            _newMemberAdded = false;
            _initialRest = rest - delay;
            _joinTimer.Set(delay);
        }
        else CompleteJoin();
    }

    private void OnSyncTimeout()
    {
        if (Members.Unsynced.Count == 0) return;
        foreach (var id in Members.Unsynced.ToList())
            if (Members.Find(id) is { } member) Remove(member, "it did not ask for its assignment in time");
        Rebalance("members did not ask for their assignments in time");
    }

    private void OnSessionTimeout(string memberId)
    {
        if (Members.Find(memberId) is { MayBeSilent: false } member)
        {
            Remove(member, "its session timed out");
            RebalanceOrComplete($"the session of member {memberId} timed out");
        }
        else if (Members.RemovePending(memberId)) CompleteIfAllJoined();
    }
}
