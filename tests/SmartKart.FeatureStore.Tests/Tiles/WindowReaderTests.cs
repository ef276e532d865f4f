using System.Runtime.InteropServices;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Reading;

namespace SmartKart.FeatureStore.Tests.Tiles;

/// <summary>What is read straight from a blob, beside what is read into tiles: bits and errors alike.</summary>
public sealed class WindowReaderTests
{
    private const long Day = 1_440 * HistoryGenerator.Minute;
    private const int Rounds = 150;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Results_straight_from_a_blob_are_those_of_its_tiles_to_the_last_bit(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        var values = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var both = Both.Random(generator, random);
            foreach (var blob in both.Blobs(generator, random))
            {
                var horizon = BlobHeader.Read(blob).Horizon!.Value;
                values += both.Hold(blob, horizon + 1, $"seed {seed}, round {round}, just after");
                values += both.Hold(blob, horizon + generator.Wait(), $"seed {seed}, round {round}, later");
                values += both.Hold(blob, horizon - generator.Wait(), $"seed {seed}, round {round}, before");
            }
        }
        values.ShouldBeGreaterThan(2_000, "results that aren't NULL");
    }

    [Theory]
    [InlineData(11), InlineData(12)]
    public void A_damaged_blob_is_refused_as_its_tiles_are_and_leaves_nothing_behind(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        var (refused, read) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var both = Both.Random(generator, random);
            var blob = both.Blobs(generator, random)[0];
            for (var i = 0; i < 40; i++)
            {
                var damaged = BlobDamage.Of(blob, random);
                if (i > 4) BlobDamage.Mend(damaged);
                if (both.HoldFault(damaged, BlobHeader.Read(blob).Horizon!.Value + 1)) refused++;
                else read++;
            }
            both.Hold(blob, BlobHeader.Read(blob).Horizon!.Value + 1, $"seed {seed}, round {round}, after damage");
        }
        refused.ShouldBeGreaterThan(1_000);
        read.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_key_of_no_events_or_silent_for_too_long_reads_as_of_none()
    {
        var plan = TilePlan.Compile("short", [new("views", AggregateKind.Count)], TimeSpan.FromDays(1));
        var (reader, results) = (new WindowReader(plan), new Scalar[1]);
        var state = plan.NewState();
        reader.Read(ParityTests.Written(state), 5, results, lists: null).Newest.ShouldBeNull();
        results[0].ShouldBe(Scalar.From(0L));

        state.Add(Day, []);
        var blob = ParityTests.Written(state);
        reader.Read(blob, (2 * Day) - 1, results, lists: null).Newest.ShouldBe(Day);
        results[0].ShouldBe(Scalar.From(1L));
        reader.Read(blob, 2 * Day, results, lists: null).Newest.ShouldBe(Day);
        results[0].ShouldBe(Scalar.From(0L));
    }

    [Fact]
    public void Reading_from_blobs_allocates_nothing_once_it_is_warm()
    {
        var plan = TilePlan.Compile("warm",
        [
            new("views", AggregateKind.Count) { Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(7)] },
            new("distinct", AggregateKind.CountDistinct) { Of = 0, OfType = ScalarType.Int64, Windows = [TimeSpan.FromDays(1), TimeSpan.FromDays(30)] },
            new("spent", AggregateKind.Avg) { Of = 0, OfType = ScalarType.Int64, Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(7)] },
        ]);
        var (reader, results, lists, state) = (new WindowReader(plan), new Scalar[plan.Results.Count], new FeatureLists(), plan.NewState());
        for (var i = 0; i < 400; i++) state.Add(i * Day / 50, [Scalar.From((long)(i % 90))]);
        var blob = ParityTests.Written(state);
        reader.Read(blob, 8 * Day, results, lists);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) reader.Read(blob, 8 * Day, results, lists);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    /// <summary>A plan, and its two ways to results.</summary>
    private sealed class Both(TilePlan plan)
    {
        private readonly WindowReader _straight = new(plan);
        private readonly TileState _tiles = plan.NewState();
        private readonly FeatureLists _lists = new();
        private readonly FeatureLists _straightLists = new();

        public static Both Random(HistoryGenerator generator, Random random) =>
            new(TilePlan.Compile("random", generator.Specs(), random.Next(3) == 0 ? TimeSpan.FromDays(1 + random.Next(60)) : null));

        /// <summary>A key's blob at some points of its history.</summary>
        public List<byte[]> Blobs(HistoryGenerator generator, Random random)
        {
            var (state, blobs) = (plan.NewState(), new List<byte[]>());
            foreach (var next in generator.Events(1 + random.Next(random.Next(4) == 0 ? 600 : 80)))
            {
                state.Add(next.Time, next.Values);
                if (random.Next(30) == 0) state.Evict(state.Horizon!.Value + generator.Wait());
                if (random.Next(30) == 0) blobs.Add(ParityTests.Written(state));
            }
            blobs.Add(ParityTests.Written(state));
            return blobs;
        }

        /// <returns>How many results aren't NULL.</returns>
        public int Hold(byte[] blob, long t, string name)
        {
            var (expected, found) = (new Scalar[plan.Results.Count], new Scalar[plan.Results.Count]);
            var header = _tiles.Read(blob);
            _tiles.Finalize(t, expected, _lists);
            _straight.Read(blob, t, found, _straightLists).ShouldBe(header, name);
            for (var i = 0; i < expected.Length; i++)
            {
                found[i].ShouldBe(expected[i], $"{name}: {plan.Results[i]}");
                _straightLists.Items(i).SequenceEqual(_lists.Items(i)).ShouldBeTrue($"{name}: items of {plan.Results[i]}");
                var (weights, straight) = (_lists.Weights(i).ToArray(), _straightLists.Weights(i).ToArray());
                MemoryMarshal.AsBytes(straight.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(weights.AsSpan())).ShouldBeTrue($"{name}: weights of {plan.Results[i]}");
            }
            return expected.Count(value => !value.IsNull);
        }

        /// <returns>Whether both refuse the blob; else both read it.</returns>
        public bool HoldFault(byte[] blob, long t)
        {
            var results = new Scalar[plan.Results.Count];
            var expected = FaultOf(() =>
            {
                _tiles.Read(blob);
                _tiles.Finalize(t, results, _lists);
            });
            var found = FaultOf(() => _straight.Read(blob, t, results, _straightLists));
            // A sum that doesn't fit is found on the way here, and there when all was read.
            if (found is not AggregateOverflowException) found?.Message.ShouldBe(expected?.Message);
            (found is null).ShouldBe(expected is null);
            return found is not null;
        }

        private static FeatureStoreException? FaultOf(Action read)
        {
            try
            {
                read();
                return null;
            }
            catch (FeatureStoreException fault)
            {
                return fault;
            }
        }
    }
}
