using System.Text;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Reading;
using SmartKart.FeatureStore.Online.Writing;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// Reads vectors of one service: names the keys, and turns what lies under them into values. It keeps all that it needs for the next call: of
/// one call at a time. Hot path: per key.
/// </summary>
internal sealed class ServiceReader
{
    private readonly ServiceKeys _keys;
    private readonly WindowReader[] _windows;
    private readonly (TileState Closed, TileState Head)?[] _pairs;
    private readonly FeatureRow _row;
    private readonly ILogger _log;
    private int[] _valueOf = [];

    public ServiceReader(ServiceKeys keys, ILogger log)
    {
        (_keys, _log) = (keys, log);
        _windows = [.. keys.Plan.Sources.Select(source => new WindowReader(source.Tiles))];
        _pairs = new (TileState, TileState)?[_windows.Length];      // few keys are hot
        _row = keys.Plan.NewRow();
    }

    /// <summary>The keys and their values.</summary>
    public BlobRead Blobs { get; } = new();

    /// <summary>Names the keys of some rows of join keys.</summary>
    /// <param name="values">Rows × join keys.</param>
    public void NameKeys(ReadOnlySpan<Scalar> values)
    {
        Blobs.Clear();
        var (rows, sources) = (values.Length / _keys.JoinKeys.Count, _windows.Length);
        if (_valueOf.Length < rows * sources) _valueOf = new int[rows * sources];
        for (var row = 0; row < rows; row++)
        {
            var keys = values.Slice(row * _keys.JoinKeys.Count, _keys.JoinKeys.Count);
            foreach (var entity in _keys.Entities)
            {
                var first = entity.Keys.TryWrite(keys, entity.Places, Blobs.NextKey) ? Blobs.EndKey(entity.Fields) : -1;
                for (var view = 0; view < entity.Sources.Length; view++)
                    _valueOf[(row * sources) + entity.Sources[view]] = first < 0 ? -1 : first + view;
            }
        }
    }

    /// <summary>Computes the vectors.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="output">Takes them.</param>
    public void Fill(int rows, long now, OnlineVectors output)
    {
        output.Begin(rows, now);
        for (var row = 0; row < rows; row++)
        {
            for (var source = 0; source < _windows.Length; source++)
            {
                var status = Read(_valueOf[(row * _windows.Length) + source], source, now, out var newest);
                output.Set(row, source, status, newest);
                if (status == OnlineStatus.Present) continue;
                _row.SetEmpty(source);
                OnlineMetrics.Keys.Add(1, new("view", _keys.Plan.Sources[source].View.Id), new("status", Name(status)));
            }
            output.Add(_row);
        }
    }

    private OnlineStatus Read(int place, int source, long now, out long? newest)
    {
        newest = null;
        if (place < 0 || !Blobs.TryGet(place, out var value)) return OnlineStatus.Missing;
        try
        {
            if (!StoredValue.TryRead(value, out var head, out var closed)) throw TileBlobException.Corrupt("its envelope is none", value.Length);
            if (head.IsEmpty) return OnlineStatus.Missing;
            newest = closed.IsEmpty ? SetWhole(source, head, now) : SetPair(source, head, closed, now);
            if (newest is null) return OnlineStatus.Missing;
            if (_keys.Plan.Sources[source].Tiles.IsExpired(newest.Value, now)) return OnlineStatus.Expired;
            return OnlineStatus.Present;
        }
        catch (TileBlobException fault)
        {
            LogUnreadable(place, source, fault);
            return fault.IsOtherPlan ? OnlineStatus.OtherDefinition : OnlineStatus.Corrupt;
        }
        catch (AggregateOverflowException fault)
        {
            LogUnreadable(place, source, fault);
            return OnlineStatus.Corrupt;
        }
    }

    private void LogUnreadable(int place, int source, Exception fault) =>
        Log.UnreadableKey(_log, fault, Encoding.UTF8.GetString(Blobs.KeyOf(place)), _keys.Plan.Sources[source].View.Id);

    // Both give the time of the newest event.
    private long? SetWhole(int source, ReadOnlySpan<byte> blob, long now)
    {
        var header = _row.Set(source, _windows[source], blob, now);
        return header.Base == 0 ? header.Newest : throw TileBlobException.Torn(header.Base, 0);
    }

    private long? SetPair(int source, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed, long now)
    {
        var (state, since) = _pairs[source] ??= (NewState(source), NewState(source));
        var sequence = state.Read(closed).Sequence;
        var header = since.Read(head);
        if (header.Base != sequence) throw TileBlobException.Torn(header.Base, sequence);
        state.Merge(since);
        _row.Set(source, state, now);
        return state.Newest;
    }

    private TileState NewState(int source) => _keys.Plan.Sources[source].Tiles.NewState();

    private static string Name(OnlineStatus status) => status switch
    {
        OnlineStatus.Missing => "missing",
        OnlineStatus.Expired => "expired",
        OnlineStatus.Corrupt => "corrupt",
        OnlineStatus.OtherDefinition => "other_definition",
        _ => "present",
    };
}
