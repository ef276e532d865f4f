using System.Collections.Concurrent;
using SmartKart.Scoring.Onnx;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Neural;

/// <summary>
/// A network in ONNX that scores items by a history: a click model of <see cref="HistoryFields"/>. What points where is an item similarity; the network weighs
/// it against what else is known of the item and the history. Runs on ONNX Runtime, on the calling thread; thread safe.
/// </summary>
public sealed class NetworkRecommender : IRecommender, IExplains, IDisposable
{
    private const string Ids = "ids", Output = "score";
    private const int RowsMax = 2048;       // of a run: activations of that many stay in a core's cache
    private const int ExplainedMax = 16;    // of a history, those that point to the item most: each is a row to score, and lists name three

    private readonly HistoryFields _fields;
    private readonly OnnxModel _model;
    private readonly ConcurrentBag<Scratch> _idle = [];     // as many as threads asked at once

    /// <param name="links">Which items point where.</param>
    /// <param name="facts">Of the same items.</param>
    /// <param name="network">The content of an ONNX file, kept: <c>ids</c> (int32, rows × fields) in, <c>score</c> (float32, rows) out.</param>
    /// <exception cref="ModelException">They are of other items, or the network takes other fields.</exception>
    /// <exception cref="OnnxModelException">The network can't be read.</exception>
    /// <exception cref="OnnxLibraryException">ONNX Runtime is not installed.</exception>
    public NetworkRecommender(ItemSimilarityModel links, ItemFacts facts, ReadOnlyMemory<byte> network)
    {
        if (links.Items != facts.Items) throw new ModelException($"A network has links of {links.Items} items and facts of {facts.Items}. Train it again.");
        (Links, Facts, Network) = (links, facts, network);
        _fields = new HistoryFields(facts);
        _model = OnnxModel.Load("a recommender's network", network.Span, new OnnxOptions { UseCuda = false });      // samples hold it to the processor's sums
        var takesFields = _model.Inputs is [{ Name: Ids, Element: OnnxElement.Int32, Width: HistoryFields.Count }];
        if (takesFields && _model.Outputs.Any(each => each is { Name: Output, Element: OnnxElement.Single })) return;
        var found = string.Join(", ", _model.Inputs);
        _model.Dispose();
        throw new ModelException($"A network takes {found}, and '{Ids}' of {HistoryFields.Count} fields is filled here. Train it again.");
    }

    /// <summary>Which items point where.</summary>
    public ItemSimilarityModel Links { get; }

    /// <summary>What else the network is told.</summary>
    public ItemFacts Facts { get; }

    /// <summary>The network, as a file of ONNX has it.</summary>
    public ReadOnlyMemory<byte> Network { get; }

    /// <inheritdoc />
    public int Items => Facts.Items;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        var scratch = Take();
        for (var user = 0; user < users.Count; user++)
        {
            Walk(scratch.Reach, users.History(user), without: -1);
            scratch.Reach.Places(scratch.Places);
            var row = scores.Slice(user * Items, Items);
            for (var first = 0; first < Items; first += scratch.Run.RowsMax)
            {
                var count = Math.Min(scratch.Run.RowsMax, Items - first);
                var ids = scratch.Run.Input<int>(Ids);
                for (var at = 0; at < count; at++)
                    Write(scratch.Reach, first + at, scratch.Places[first + at], ids.Slice(at * HistoryFields.Count, HistoryFields.Count));
                scratch.Run.Score(count);
                scratch.Run.Output<float>(Output)[..count].CopyTo(row[first..]);
            }
        }
        _idle.Add(scratch);
    }

    /// <summary>
    /// An item of the history contributes what the score loses without it (occlusion: Zeiler and Fergus, ECCV 2014). A network's score is no sum, so neither
    /// are these. Only items that point to the scored one are looked at, the strongest sixteen.
    /// </summary>
    /// <inheritdoc />
    public void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions)
    {
        var pointing = new List<(int At, float Strength)>();
        for (var at = 0; at < history.Length; at++)
        {
            if (Links.Neighbours(history[at], out var weights).IndexOf(item) is >= 0 and var found) pointing.Add((at, weights[found]));
        }
        var scratch = Take();
        var whole = ScoreOne(scratch, history, item, without: -1);
        foreach (var (at, _) in pointing.OrderByDescending(each => each.Strength).Take(ExplainedMax))
            contributions[at] += weight * (whole - ScoreOne(scratch, history, item, history[at]));
        _idle.Add(scratch);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_idle.TryTake(out var scratch)) scratch.Run.Dispose();
        _model.Dispose();
    }

    private Scratch Take() =>
        _idle.TryTake(out var scratch) ? scratch : new Scratch(_model.CreateRun(Math.Min(RowsMax, Items)), new HistoryReach(Facts), new int[Items]);

    private void Walk(HistoryReach reach, ReadOnlySpan<int> history, int without)
    {
        reach.Clear();
        foreach (var item in history)
        {
            if (item == without) continue;
            var targets = Links.Neighbours(item, out var weights);
            reach.Add(item, targets, weights);
        }
    }

    private void Write(HistoryReach reach, int item, int place, Span<int> ids) =>
        _fields.Write(reach, item, place, Facts.Users.Span[item], Facts.Lately.Span[item], ids);

    private float ScoreOne(Scratch scratch, ReadOnlySpan<int> history, int item, int without)
    {
        Walk(scratch.Reach, history, without);
        Write(scratch.Reach, item, scratch.Reach.Place(item), scratch.Run.Input<int>(Ids)[..HistoryFields.Count]);
        scratch.Run.Score(1);
        return scratch.Run.Output<float>(Output)[0];
    }

    private sealed record Scratch(OnnxRun Run, HistoryReach Reach, int[] Places);
}
