using System.Collections.Immutable;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>
/// Leads one member from what it has to what it shall have (KIP-848, "member assignment reconciliation"): first it gives up what is
/// not its own any more and says so, then it gets what others have given up. A partition is thus never with two members, and nobody
/// waits who loses nothing.
/// </summary>
/// <param name="targetEpoch">The epoch the target was computed for.</param>
/// <param name="target">What the member shall have.</param>
/// <param name="owned">What the member says it still has; null where it says nothing.</param>
/// <param name="isHeld">Whether any member holds a partition, or has not yet let go of it.</param>
internal readonly struct Reconciliation(
    int targetEpoch, ImmutableSortedSet<TopicIdPartition> target, IReadOnlySet<TopicIdPartition>? owned, Func<TopicIdPartition, bool> isHeld)
{
    /// <returns>The member one step further, or as it is where it must wait.</returns>
    public ConsumerMember Next(ConsumerMember member) => member.State switch
    {
        MemberState.Stable when member.Epoch == targetEpoch => member,
        MemberState.UnrevokedPartitions when StillOwns(member.Revoking) => member,
        // It has left the epoch behind for which it gave partitions up, though it may not have come to the newest yet.
        MemberState.UnrevokedPartitions => Step(member, member.Epoch + 1),
        _ => Step(member, member.Epoch),
    };

    private ConsumerMember Step(ConsumerMember member, int epoch)
    {
        var kept = member.Assigned.Intersect(target);
        var revoked = member.Assigned.Except(target);
        if (!revoked.IsEmpty && StillOwns(revoked))
            return At(member, epoch, MemberState.UnrevokedPartitions).Holding(kept, revoked);

        var missing = target.Except(kept);
        var held = missing.Where(isHeld).ToImmutableSortedSet();
        return At(member, targetEpoch, held.IsEmpty ? MemberState.Stable : MemberState.UnreleasedPartitions).Holding(kept.Union(missing.Except(held)), []);
    }

    private static ConsumerMember At(ConsumerMember member, int epoch, MemberState state) => member with
    {
        State = state, Epoch = epoch, PreviousEpoch = epoch == member.Epoch ? member.PreviousEpoch : member.Epoch,
    };

    private bool StillOwns(ImmutableSortedSet<TopicIdPartition> revoked) => owned is null || revoked.Any(owned.Contains);
}
