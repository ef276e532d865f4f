using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>
/// A classic group's members: those that are in it, those that were only given an id, and those whose SyncGroup is still to come.
/// The first is the leader until it goes.
/// </summary>
internal sealed class ClassicMembers
{
    private readonly Dictionary<string, ClassicMember> _members = [];
    private readonly Dictionary<string, string> _ofInstances = [];
    private readonly Dictionary<string, GroupTimer> _pending = [];
    private readonly HashSet<string> _unsynced = [];

    public IReadOnlyCollection<ClassicMember> All => _members.Values;
    public int Count => _members.Count;
    public int PendingCount => _pending.Count;
    public string? Leader { get; set; }

    /// <summary>Members whose SyncGroup the generation is waiting for.</summary>
    public ISet<string> Unsynced => _unsynced;

    public int JoiningCount => _members.Values.Count(member => member.IsJoining);

    /// <summary>Everyone waits for the next generation, and nobody is expected who was only given an id.</summary>
    public bool HaveAllJoined => JoiningCount == Count && PendingCount == 0;

    /// <summary>How long the slowest member wants to be waited for.</summary>
    public TimeSpan RebalanceTimeout => _members.Values.Select(member => member.RebalanceTimeout).DefaultIfEmpty().Max();

    public ClassicMember? Find(string id) => _members.GetValueOrDefault(id);

    public ClassicMember? OfInstance(string instanceId) => _ofInstances.TryGetValue(instanceId, out var id) ? _members[id] : null;

    public bool IsPending(string id) => _pending.ContainsKey(id);

    public void AddPending(string id, GroupTimer expiry) => _pending.Add(id, expiry);

    public bool RemovePending(string id)
    {
        if (!_pending.Remove(id, out var expiry)) return false;
        expiry.Dispose();
        return true;
    }

    public void Add(ClassicMember member)
    {
        _members.Add(member.Id, member);
        if (member.InstanceId is not null) _ofInstances[member.InstanceId] = member.Id;
        Leader ??= member.Id;
    }

    public void Remove(ClassicMember member)
    {
        _members.Remove(member.Id);
        _unsynced.Remove(member.Id);
        if (member.InstanceId is not null && _ofInstances.GetValueOrDefault(member.InstanceId) == member.Id) _ofInstances.Remove(member.InstanceId);
        if (Leader == member.Id) Leader = _members.Keys.FirstOrDefault();
        member.Dispose();
    }

    /// <summary>Lets another id stand where one stood, leadership included.</summary>
    public void Replace(ClassicMember old, ClassicMember member)
    {
        var led = Leader == old.Id;
        Remove(old);
        Add(member);
        if (led) Leader = member.Id;
    }

    /// <summary>Makes sure that the leader is one who has joined; false where nobody has.</summary>
    public bool ElectJoinedLeader()
    {
        if (Leader is null) return false;
        if (_members[Leader].IsJoining) return true;
        if (_members.Values.FirstOrDefault(member => member.IsJoining) is not { } joined) return false;
        Leader = joined.Id;
        return true;
    }

    /// <summary>Whether every member knows at least one of these ways.</summary>
    public bool Support(IEnumerable<ClassicProtocol> protocols) => protocols.Any(protocol => IsCommon(protocol.Name));

    /// <summary>Each member votes for the first of its ways that all know; the most votes win, and among equals the first by name.</summary>
    public string? VoteOnProtocol() => _members.Values
        .Select(member => member.Protocols.First(protocol => IsCommon(protocol.Name)).Name)
        .GroupBy(name => name)
        .OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;

    /// <summary>Whether someone is who they say they are.</summary>
    public ErrorCode Check(string memberId, string? instanceId)
    {
        if (instanceId is not null)
        {
            if (!_ofInstances.TryGetValue(instanceId, out var holder)) return ErrorCode.UnknownMemberId;
            if (holder != memberId) return ErrorCode.FencedInstanceId;
        }
        return _members.ContainsKey(memberId) ? ErrorCode.None : ErrorCode.UnknownMemberId;
    }

    public void Clear()
    {
        foreach (var member in _members.Values) member.Dispose();
        foreach (var expiry in _pending.Values) expiry.Dispose();
        _members.Clear();
        _pending.Clear();
        _ofInstances.Clear();
        _unsynced.Clear();
    }

    private bool IsCommon(string protocol) => _members.Values.All(member => member.Protocols.Any(candidate => candidate.Name == protocol));
}
