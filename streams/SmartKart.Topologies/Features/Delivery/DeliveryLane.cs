using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Topologies.Features.Delivery;

/// <summary>
/// The way of one view's tiles from one task to Redis. Its mark there says up to which position of the task's input all is stored; it moves on behind the
/// writes, and where it isn't found where it was left, or on a server that has started since, Redis has lost something, or a task before this one wrote
/// less than it committed: then all behind the mark is written again. The task's thread calls it, and the delivery's loop: what both use is under its gate.
/// </summary>
internal sealed class DeliveryLane
{
    private const long Nothing = -1;

    private readonly OnlineWriter _writer;
    private readonly ConcurrentQueue<Scalar[]> _torn = new();
    private readonly Lock _gate = new();            // guards what follows
    private readonly Queue<(long Taken, long Position)> _commits = new();
    private long? _mark;
    private bool _isMarkKnown;
    private long? _rewriteAfter;
    private long? _next;
    private bool _isRewriting;
    private bool _isMending;
    private bool _isClosed;

    // An application's positions mean nothing to another that computes the view after it.
    public DeliveryLane(ViewPlan view, int partition, int generation, OnlineWriter writer)
    {
        (View, _writer) = (view, writer);
        Name = string.Create(CultureInfo.InvariantCulture, $"{view.View.Id}/{partition}");
        if (generation > 1) Name = string.Create(CultureInfo.InvariantCulture, $"{Name}#{generation}");
    }

    /// <summary>The view.</summary>
    public ViewPlan View { get; }

    /// <summary>What its mark is called.</summary>
    public string Name { get; }

    /// <summary>Whether more waits to be written than may.</summary>
    public bool IsFull => _writer.IsFull;

    /// <summary>Whether its task has ended, and nothing of it is on its way.</summary>
    public bool IsOver
    {
        get { lock (_gate) return _isClosed && (_commits.Count == 0 || !IsWhole); }
    }

    /// <summary>Whether all that was committed is stored, and its mark says so.</summary>
    public bool IsSettled
    {
        get { lock (_gate) return _isMarkKnown && _commits.Count == 0 && IsWhole; }
    }

    /// <summary>Takes a write on its way. Where too much waits it is left out: all from the mark on is written again once there is room.</summary>
    public void Write(ReadOnlySpan<Scalar> keys, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed)
    {
        if (_writer.IsFull)
        {
            AskForRewrite();
            return;
        }
        WriteAgain(keys, head, closed);
    }

    /// <summary>
    /// Takes a write of a rewrite on its way, whatever waits: left out, it would have the rewrite begin anew, and one that is larger than what may wait
    /// would never end. Who rewrites looks at <see cref="IsFull"/> between stretches.
    /// </summary>
    public void WriteAgain(ReadOnlySpan<Scalar> keys, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed)
    {
        var room = _writer.WriteAsync(View, keys, head, closed);
        if (!room.IsCompleted) return;      // it is taken in; what comes next finds no room
        room.GetAwaiter().GetResult();      // tells of a writer that has ended
    }

    /// <summary>All that a commit wrote was given to <see cref="Write"/>.</summary>
    public void Committed(long position)
    {
        lock (_gate) _commits.Enqueue((_writer.LastTaken, position));
    }

    /// <summary>Whether something is to be written again, and after which position it was committed.</summary>
    public bool TryBeginRewrite(out long after)
    {
        lock (_gate)
        {
            after = _rewriteAfter ?? Nothing;
            if (_rewriteAfter is null || _writer.IsFull) return false;
            (_rewriteAfter, _isRewriting) = (null, true);
            return true;
        }
    }

    /// <summary>What <see cref="TryBeginRewrite"/> asked for was given to <see cref="Write"/>.</summary>
    /// <param name="position">How far the input was read for all that is committed.</param>
    public void Rewritten(long position)
    {
        lock (_gate)
        {
            _isRewriting = false;
            AwaitAllTaken(position);
        }
    }

    /// <summary>A key whose head came to Redis without what it goes with: to be written again, until there is none.</summary>
    public bool TryTakeTorn([NotNullWhen(true)] out Scalar[]? keys)
    {
        lock (_gate)
        {
            var isTorn = _torn.TryDequeue(out keys);
            if (!isTorn && _isMending) AwaitAllTaken(Nothing);
            _isMending = isTorn;
            return isTorn;
        }
    }

    /// <summary>The task has ended.</summary>
    public void Close()
    {
        lock (_gate) _isClosed = true;
    }

    /// <summary>Redis lacks the closed part of a key.</summary>
    public void Tear(Scalar[] keys) => _torn.Enqueue(keys);

    /// <summary>Where the mark is to be moved: as far as all is stored.</summary>
    /// <param name="done">Up to which write all are over, and those of them that were torn are known here.</param>
    public MarkerMove NextMove(long done)
    {
        lock (_gate)
        {
            if (!_isMarkKnown) return new MarkerMove(Name, null, null);
            while (IsWhole && _commits.TryPeek(out var commit) && commit.Taken <= done)
                _next = Math.Max(_next ?? _mark ?? Nothing, _commits.Dequeue().Position);
            // Where there was none one is left at once, or a Redis that is emptied again during the rewrite would look the same.
            return new MarkerMove(Name, _mark, _next ?? _mark ?? Nothing);
        }
    }

    /// <summary>The move was made.</summary>
    /// <param name="before">Where the mark stood before it.</param>
    /// <param name="isSameServer">Whether the server is still the one on which it was left.</param>
    /// <returns>Whether it stood elsewhere than it was left, or on another server, so that all behind it will be written again.</returns>
    public bool Moved(long? before, bool isSameServer)
    {
        lock (_gate)
        {
            var isFirst = !_isMarkKnown;
            if (!isFirst && isSameServer && before == _mark)
            {
                (_mark, _next) = (_next ?? _mark ?? Nothing, null);
                return false;
            }
            (_mark, _next, _isMarkKnown) = (before, null, true);
            AskAfter(before ?? Nothing);
            return !isFirst;
        }
    }

    private bool IsWhole => _rewriteAfter is null && !_isRewriting && !_isMending && _torn.IsEmpty;

    // What was written again has to be stored before the mark may pass it. A commit before it may have been stored long ago, in a Redis that has lost it.
    private void AwaitAllTaken(long position)
    {
        while (_commits.TryDequeue(out var commit)) position = Math.Max(position, commit.Position);
        if (position != Nothing) _commits.Enqueue((_writer.LastTaken, position));
    }

    private void AskForRewrite()
    {
        lock (_gate)
        {
            if (_isMarkKnown) AskAfter(_mark ?? Nothing);        // else it will be asked for when it is
        }
    }

    private void AskAfter(long position) => _rewriteAfter = Math.Min(_rewriteAfter ?? long.MaxValue, position);
}
