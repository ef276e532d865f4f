using System.Buffers;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Tiles;

/// <summary>The law of the engine: whatever the plan, the history, the arrivals and the grouping, results are those of the plain list of events.</summary>
public sealed class ParityTests
{
    private const int Rounds = 120;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Results_are_those_of_the_plain_events_at_any_instant(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        for (var round = 0; round < Rounds; round++)
        {
            var trial = new Trial(generator, random, $"seed {seed}, round {round}");
            var state = trial.Plan.NewState();
            for (var i = 0; i < trial.Events.Count; i++)
            {
                state.Add(trial.Events[i].Time, trial.Events[i].Values);
                if (random.Next(20) == 0) state.Evict(state.Horizon!.Value + (random.Next(3) == 0 ? generator.Wait() : 0));
                if (random.Next(20) == 0) trial.Hold(state, i + 1, state.Horizon!.Value + generator.Wait());
            }
            trial.Hold(state, trial.Events.Count, state.Horizon!.Value + 1);
        }
    }

    [Theory]
    [InlineData(31), InlineData(32), InlineData(33)]
    public void Results_stay_those_of_the_plain_events_however_often_they_are_read_on_the_way(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var trial = new Trial(generator, random, $"seed {seed}, round {round}");
            var state = trial.Plan.NewState();
            var (results, lists) = (new Scalar[trial.Plan.Results.Count], new FeatureLists());
            for (var i = 0; i < trial.Events.Count; i++)
            {
                state.Add(trial.Events[i].Time, trial.Events[i].Values);
                for (var reads = random.Next(4); reads > 0; reads--) state.Finalize(state.Horizon!.Value + 1, results, lists);
                if (random.Next(50) == 0) state.Evict(state.Horizon!.Value + generator.Wait());
                if (random.Next(12) == 0) trial.Hold(state, i + 1, state.Horizon!.Value + (random.Next(2) == 0 ? 1 : generator.Wait()));
            }
        }
    }

    [Theory]
    [InlineData(11), InlineData(12), InlineData(13)]
    public void A_state_may_be_written_and_read_back_at_any_point(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        for (var round = 0; round < Rounds; round++)
        {
            var trial = new Trial(generator, random, $"seed {seed}, round {round}");
            var (state, other) = (trial.Plan.NewState(), trial.Plan.NewState());
            foreach (var next in trial.Events)
            {
                state.Add(next.Time, next.Values);
                if (random.Next(8) > 0) continue;
                other.Read(Written(state));
                (state, other) = (other, state);       // the old one, full of what was, is read into next
            }
            trial.Hold(state, trial.Events.Count, state.Horizon!.Value + generator.Wait());
        }
    }

    [Theory]
    [InlineData(21), InlineData(22), InlineData(23)]
    public void Parts_of_a_history_merge_in_any_grouping(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        for (var round = 0; round < Rounds; round++)
        {
            var trial = new Trial(generator, random, $"seed {seed}, round {round}");
            var parts = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => trial.Plan.NewState()).ToList();
            foreach (var next in trial.Events) parts[random.Next(parts.Count)].Add(next.Time, next.Values);
            while (parts.Count > 1)
            {
                var from = parts[random.Next(parts.Count)];
                parts.Remove(from);
                if (random.Next(3) == 0)
                {
                    var copy = trial.Plan.NewState();
                    copy.Read(Written(from));
                    from = copy;
                }
                parts[random.Next(parts.Count)].Merge(from);
            }
            trial.Hold(parts[0], trial.Events.Count, parts[0].Horizon!.Value + generator.Wait());
        }
    }

    [Theory]
    [InlineData(31), InlineData(32)]
    public void Estimates_depend_on_the_events_alone_not_on_how_they_came(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        for (var round = 0; round < Rounds; round++)
        {
            var trial = new Trial(generator, random, $"seed {seed}, round {round}");
            var (arrived, sorted) = (trial.Plan.NewState(), trial.Plan.NewState());
            foreach (var next in trial.Events) arrived.Add(next.Time, next.Values);
            foreach (var next in trial.Events.OrderBy(next => next.Time)) sorted.Add(next.Time, next.Values);
            var t = arrived.Horizon!.Value + generator.Wait();
            var (left, right) = (new Scalar[trial.Plan.Results.Count], new Scalar[trial.Plan.Results.Count]);
            arrived.Finalize(t, left);
            sorted.Finalize(t, right);
            for (var i = 0; i < left.Length; i++)
            {
                if (trial.Plan.Results[i].Kind is AggregateKind.CountDistinct or AggregateKind.Quantile)
                    left[i].ShouldBe(right[i], $"{trial.Name}: {trial.Plan.Results[i]}");
            }
        }
    }

    internal static byte[] Written(TileState state)
    {
        var output = new ArrayBufferWriter<byte>();
        state.Write(output).ShouldBe(output.WrittenCount);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>One plan and one history, and the check of a state against both.</summary>
    private sealed class Trial
    {
        private readonly FeatureLists _lists = new();
        private readonly List<AggregateSpec> _specs;

        public Trial(HistoryGenerator generator, Random random, string name)
        {
            Name = name;
            _specs = generator.Specs();
            Plan = TilePlan.Compile("random", _specs);
            Events = generator.Events(1 + random.Next(random.Next(4) == 0 ? 600 : 80));
        }

        public string Name { get; }

        public TilePlan Plan { get; }

        public List<HistoryEvent> Events { get; }

        public void Hold(TileState state, int arrived, long t)
        {
            var results = new Scalar[Plan.Results.Count];
            state.Finalize(t, results, _lists);
            var at = 0;
            foreach (var spec in _specs)
            {
                foreach (var _ in spec.Windows)
                {
                    var (items, weights) = (_lists.Items(at).ToArray(), _lists.Weights(at).ToArray());
                    var fault = NaiveReference.Fault(Plan.Results[at], spec, Events.Take(arrived), t, results[at], items, weights);
                    if (fault is not null) Assert.Fail($"{Name}: {fault}\n{spec} over {Plan.Results[at].Window}, at {t}, {arrived} events");
                    at++;
                }
            }
        }
    }
}
