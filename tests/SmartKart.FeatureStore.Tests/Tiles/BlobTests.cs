using System.Buffers;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tests.Tiles;

public sealed class BlobTests
{
    private static readonly TilePlan Count = TilePlan.Compile("golden",
    [
        new("views", AggregateKind.Count) { Windows = [TimeSpan.FromHours(1)] },
        new("paid", AggregateKind.Max) { Of = 1, OfType = ScalarType.Double, Windows = [TimeSpan.FromHours(1)] },
        new("seen", AggregateKind.LastK) { Of = 0, OfType = ScalarType.String, Length = 3 },
        new("spent", AggregateKind.Sum) { Of = 1, OfType = ScalarType.Double },
    ]);

    [Fact]
    public void The_bytes_of_a_blob_never_change()
    {
        var state = Count.NewState();
        state.Add(60_000_000, [Scalar.From("p1"), Scalar.From(19.99)]);
        state.Add(60_000_005, [Scalar.From("p2"), Scalar.From(2.0)]);
        state.Add(190_000_000, [Scalar.From("p1"), Scalar.Null]);
        var output = new ArrayBufferWriter<byte>();
        state.Write(output, sequence: 300, basedOn: 0).ShouldBe(output.WrittenCount);
        Convert.ToHexString(output.WrittenSpan).ShouldBe(Golden);
    }

    private const string Golden =
        "23814D21F086A5609BAC02FFAD99B50100" +             // version and flags, plan, sequence 300, horizon 190 s, newest 0 before it
        "08" + "0001" + "0203" +                           // two tiles: minute 3, of the first track; two minutes earlier, of both
        "0102" + "FA7C" +                                  // 1 view, 2 views; 19.99 in hundredths
        "07" +                                             // one tile of all, held by both tracks
        "030004007031FBC8FE3D0201320501" +                 // three values: p1, p and 2, then p1 again by its place
        "02BA890100" +                                     // 2 values, 21.99 in hundredths, nothing lost in rounding
        "5FDEBFA3";

    [Fact]
    public void A_header_is_read_without_the_plan()
    {
        var state = Count.NewState();
        state.Add(190_000_000, [Scalar.From("p1"), Scalar.Null]);
        state.Evict(200_000_000);
        var output = new ArrayBufferWriter<byte>();
        state.Write(output, sequence: 12, basedOn: 5);
        BlobHeader.Read(output.WrittenSpan).ShouldBe(new BlobHeader(Count.Fingerprint, 12, 5, 200_000_000, 190_000_000));
    }

    [Fact]
    public void An_empty_state_has_a_blob_too()
    {
        var state = Count.NewState();
        state.Read(ParityTests.Written(Count.NewState())).ShouldBe(new BlobHeader(Count.Fingerprint, 0, 0, null, null));
        state.IsEmpty.ShouldBeTrue();
        state.Evict(5);
        state.Read(ParityTests.Written(state)).Horizon.ShouldBe(5);
    }

    [Fact]
    public void A_blob_of_another_definition_is_told_from_a_damaged_one()
    {
        var other = TilePlan.Compile("golden", [new("views", AggregateKind.Count) { Windows = [TimeSpan.FromHours(2)] }]);
        var blob = ParityTests.Written(other.NewState());
        Should.Throw<TileBlobException>(() => Count.NewState().Read(blob)).IsOtherPlan.ShouldBeTrue();
        blob[3] ^= 1;
        var damaged = Should.Throw<TileBlobException>(() => Count.NewState().Read(blob));
        damaged.IsOtherPlan.ShouldBeFalse();
        damaged.Message.ShouldContain("checksum");
        blob[0] = 0x10;
        Should.Throw<TileBlobException>(() => Count.NewState().Read(blob)).Message.ShouldContain("version 1");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Random_damage_is_an_exception_and_leaves_an_empty_state(int seed)
    {
        var random = new Random(seed);
        var generator = new HistoryGenerator(random);
        var (refused, read) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var plan = TilePlan.Compile("random", generator.Specs());
            var state = plan.NewState();
            foreach (var next in generator.Events(1 + random.Next(120))) state.Add(next.Time, next.Values);
            var blob = ParityTests.Written(state);
            for (var i = 0; i < 120; i++)
            {
                var damaged = BlobDamage.Of(blob, random);
                if (damaged.AsSpan().SequenceEqual(blob)) continue;
                Should.Throw<TileBlobException>(() => state.Read(damaged));
                state.IsEmpty.ShouldBeTrue();

                // Who damages and mends the checksum gets a state that works, or the exception: never anything else.
                BlobDamage.Mend(damaged);
                try
                {
                    state.Read(damaged);
                    state.Finalize(state.Horizon.GetValueOrDefault() + 1, new Scalar[plan.Results.Count], new FeatureLists());
                    var again = plan.NewState();
                    again.Merge(state);
                    again.Read(ParityTests.Written(again));
                    read++;
                }
                catch (TileBlobException)
                {
                    refused++;
                }
                catch (AggregateOverflowException)
                {
                    read++;
                }
            }
        }
        refused.ShouldBeGreaterThan(1_000);
        read.ShouldBeGreaterThan(200);
    }
}
