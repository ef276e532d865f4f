using System.Buffers.Binary;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online.Protocol;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>
/// A write of one view of an entity that Redis hasn't confirmed. Belongs to <see cref="PendingWrites"/>, under its gate, or to the batch it was taken into.
/// </summary>
internal sealed class PendingWrite
{
    private const int OwnBytes = 200;

    /// <summary>The entity's key.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The view's field under it.</summary>
    public required byte[] Field { get; init; }

    /// <summary>What it is a key of.</summary>
    public required ViewPlan View { get; init; }

    /// <summary>The values that it is made of.</summary>
    public required Scalar[] Values { get; init; }

    /// <summary>The write's number.</summary>
    public required long Sequence { get; set; }

    /// <summary>The blob, or the head; empty of a deletion.</summary>
    public required byte[] Head { get; set; }

    /// <summary>The closed blob that is written with it; null if it is whole, or the closed blob is there already.</summary>
    public byte[]? Closed { get; set; }

    /// <summary>Of a pair: the closed blob's sequence; else 0.</summary>
    public long ClosedSequence { get; set; }

    /// <summary>How long Redis keeps the key at least, in milliseconds; 0 for ever.</summary>
    public required long KeepMs { get; set; }

    /// <summary>When it came, among all.</summary>
    public long Order { get; set; }

    /// <summary>Whether an older entry of the same key has taken it in.</summary>
    public bool IsVoid { get; set; }

    /// <summary>Whether it is a head that needs what is stored.</summary>
    public bool IsHeadAlone => ClosedSequence > 0 && Closed is null;

    /// <summary>What it takes of the memory that writes may take.</summary>
    public long Bytes => OwnBytes + Key.Length + Head.Length + (Closed?.Length ?? 0);

    /// <summary>Takes in a newer write of the same key; an older one changes nothing.</summary>
    public void Absorb(PendingWrite newer)
    {
        if (newer.Sequence < Sequence) return;
        // A head alone goes with the closed part that still waits here; that they fit is checked by the fence, or by the reader.
        if (!newer.IsHeadAlone || ClosedSequence != newer.ClosedSequence) (Closed, ClosedSequence) = (newer.Closed, newer.ClosedSequence);
        (Head, Sequence, KeepMs) = (newer.Head, newer.Sequence, newer.IsHeadAlone ? Math.Max(KeepMs, newer.KeepMs) : newer.KeepMs);
    }

    /// <summary>Adds the command that writes it.</summary>
    public void AppendTo(RespCommands commands)
    {
        Span<byte> sequence = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(sequence, Sequence);
        commands.Begin(IsHeadAlone ? 9 : 8).Add("EVALSHA"u8).Add(Fence.Name).Add(1).Add(Key).Add(Field).Add(sequence).Add(KeepMs);
        if (!IsHeadAlone)
        {
            commands.Add(
                Head.Length == 0 ? StoredValue.OfDeletion(Sequence)
                : Closed is null ? Head
                : StoredValue.OfPair(Sequence, ClosedSequence, Closed, Head));
            return;
        }
        BinaryPrimitives.WriteInt64BigEndian(sequence, ClosedSequence);
        commands.Add(Head).Add(sequence);
    }
}
