using SmartKart.Scoring.Neural;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Neural;

/// <summary>
/// Examples of what users had next: each interaction with the history before its moment, a 1, and beside it items that the user never had, drawn uniformly, 0s.
/// So the score's order is that of all items. Users are walked through in the order of time, in parallel; which examples there are follows from the seed alone.
/// </summary>
internal sealed class NetworkExamples
{
    private const int ValidationOf = 20;        // one user of so many; by time, the training would lack what is in fashion

    private readonly TrainingInput _input;
    private readonly NetworkOptions _options;
    private readonly ItemFacts _facts;
    private readonly LinksOfOthers _links;
    private readonly ItemTimes _times;
    private readonly HistoryFields _fields;
    private readonly int[] _firsts;     // of each user's interactions, among all
    private readonly uint _share;       // of interactions, of 2^32 less one

    public NetworkExamples(TrainingInput input, NetworkOptions options, ItemFacts facts, ItemSimilarityModel links, ItemTimes times)
    {
        (_input, _options, _facts, _times) = (input, options, facts, times);
        (_links, _fields, _firsts) = (new LinksOfOthers(links, input.Seen, options.Neighbours), new HistoryFields(facts), new int[input.Seen.Users + 1]);
        for (var user = 0; user < input.Seen.Users; user++) _firsts[user + 1] = _firsts[user] + input.Seen[user].Length;
        _share = (uint)(uint.MaxValue * Math.Min(1, options.ExamplesMax / ((1.0 + options.Negatives) * input.Seen.Count)));
    }

    /// <summary>Bytes of so many.</summary>
    public static long Bytes(long examples) => examples * (HistoryFields.Count * sizeof(int) + sizeof(float));

    /// <summary>Examples to train on, and of other users to stop by; null where there are too few users.</summary>
    public (CategoricalData Training, CategoricalData? Validation) Make(CancellationToken cancel)
    {
        int[] users = [.. Enumerable.Range(0, _input.Seen.Users).Where(user => _input.Seen[user].Length > 0 && _input.Seen[user].Length < _input.Seen.Items)];
        var held = users.Where(user => Chance(~(ulong)user).Below(ValidationOf) == 0 && Count(user) > 0).ToHashSet();
        if (held.Count == 0) return (Of(users, cancel), null);
        return (Of([.. users.Where(user => !held.Contains(user))], cancel), Of([.. held.Order()], cancel));
    }

    private CategoricalData Of(int[] users, CancellationToken cancel)
    {
        var starts = new int[users.Length + 1];
        for (var at = 0; at < users.Length; at++) starts[at + 1] = checked(starts[at] + Count(users[at]) * (1 + _options.Negatives));
        var (ids, labels) = (new int[(long)starts[^1] * HistoryFields.Count], new float[starts[^1]]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancel };
        Parallel.For(0, users.Length, parallel, () => new Walk(_facts), (at, _, walk) =>
        {
            Write(users[at], walk, ids.AsSpan(starts[at] * HistoryFields.Count), labels.AsSpan(starts[at]));
            return walk;
        }, _ => { });
        return new CategoricalData(_fields.Sizes, ids, labels);
    }

    // How many of a user's interactions are examples.
    private int Count(int user)
    {
        var count = 0;
        for (var place = _firsts[user]; place < _firsts[user + 1]; place++) count += IsTaken(place) ? 1 : 0;
        return count;
    }

    private bool IsTaken(int place) => (uint)Chance((ulong)place).Next() <= _share;

    private SplitMix64 Chance(ulong of) => new(SplitMix64.Mix((ulong)_options.Seed) ^ SplitMix64.Mix(of + 1));

    private long TimeOf(int place) => _input.LastAt.IsEmpty ? 0 : _input.LastAt.Span[place];

    private void Write(int user, Walk walk, Span<int> ids, Span<float> labels)
    {
        var items = _input.Seen[user];
        var order = Order(user);
        walk.Reach.Clear();
        Array.Clear(walk.IsOwn);
        foreach (var item in items) walk.IsOwn[item] = true;
        var (added, row) = (0, 0);
        for (var at = 0; at < order.Length; at++)
        {
            // All of one moment, such as an order, have the history before it. Without times each is a moment.
            var isOfMoment = !_input.LastAt.IsEmpty && at > 0 && TimeOf(order[at]) == TimeOf(order[at - 1]);
            for (; !isOfMoment && added < at; added++) Add(walk, items[order[added] - _firsts[user]]);
            if (!IsTaken(order[at])) continue;
            var random = Chance((ulong)order[at] + ((ulong)1 << 40));
            for (var each = 0; each <= _options.Negatives; each++, row++)
            {
                var item = each == 0 ? items[order[at] - _firsts[user]] : Missing(items, random.Below(_facts.Items - items.Length));
                labels[row] = each == 0 ? 1 : 0;
                _fields.Write(
                    walk.Reach, item, walk.Reach.Place(item), _links.Users(item, isOwn: each == 0), _times.Before(item, TimeOf(order[at])),
                    ids.Slice(row * HistoryFields.Count, HistoryFields.Count));
            }
        }
    }

    private void Add(Walk walk, int item)
    {
        var targets = _links.Neighbours(item, walk.IsOwn, walk.Weights);
        walk.Reach.Add(item, targets, walk.Weights);
    }

    // Places of a user's interactions by time; those of one moment, and all where no time is known, by chance.
    private int[] Order(int user)
    {
        int[] order = [.. Enumerable.Range(_firsts[user], _firsts[user + 1] - _firsts[user])];
        Chance((ulong)user + ((ulong)2 << 40)).Shuffle(order);
        return [.. order.OrderBy(TimeOf)];
    }

    // The item of a rank among those that aren't there.
    private static int Missing(ReadOnlySpan<int> items, int rank)
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (items[middle] - middle <= rank) low = middle + 1;
            else high = middle;
        }
        return rank + low;
    }

    private sealed class Walk(ItemFacts facts)
    {
        public HistoryReach Reach { get; } = new(facts);

        public bool[] IsOwn { get; } = new bool[facts.Items];

        public float[] Weights { get; } = new float[facts.Items];
    }
}
