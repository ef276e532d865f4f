using System.Buffers;
using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Writing;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>What is in Redis can be named and taken apart by hand: these bytes stay.</summary>
public sealed class OnlineKeysTests
{
    private static readonly OnlineKeys User = new("smartkart", Visits.Activity.Sources[0]);
    private static readonly OnlineKeys Both = new("smartkart", ViewPlan.Compile(Visits.Set.View("user_category")));

    [Theory]
    [InlineData("42", "smartkart:{user:42}")]
    [InlineData("", "smartkart:{user:}")]
    [InlineData("a b:{c}%", "smartkart:{user:a%20b%3A%7Bc%7D%25}")]
    [InlineData("José", "smartkart:{user:Jos%C3%A9}")]
    public void A_key_names_the_entity_and_a_field_of_it_the_view(string user, string expected)
    {
        Name(User, user).ShouldBe(expected);
        Encoding.UTF8.GetString(User.Field).ShouldBe("user_activity@1");
    }

    [Fact]
    public void A_pair_is_one_entity() => Name(Both, "u1", "c:2").ShouldBe("smartkart:{user:u1:category:c%3A2}");

    [Fact]
    public void A_NULL_names_no_key_and_leaves_nothing_behind()
    {
        var output = new ArrayBufferWriter<byte>();
        Both.TryWrite([Scalar.From("u1"), Scalar.Null], [], output).ShouldBeFalse();
        output.WrittenCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Different_entities_have_different_keys_within_their_own_braces(int seed)
    {
        var random = new Random(seed);
        var entities = new Dictionary<string, (string, string)>();
        for (var i = 0; i < 20_000; i++)
        {
            var entity = (Text(random), Text(random));
            var key = Name(Both, entity.Item1, entity.Item2);
            if (!entities.TryAdd(key, entity)) entities[key].ShouldBe(entity, key);
            key.LastIndexOf('{').ShouldBe(key.IndexOf('{', StringComparison.Ordinal), key);
            key.LastIndexOf('}').ShouldBe(key.IndexOf('}', StringComparison.Ordinal), key);
        }
        entities.Count.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void A_stored_pair_has_its_sequence_before_its_blobs_and_a_deletion_is_one_alone()
    {
        Convert.ToHexStringLower(StoredValue.OfPair(3, 2, [0xAA, 0xBB], [0xCC]))
            .ShouldBe("0200000000000000030000000000000002" + "00000002" + "00000001" + "aabbcc");
        Convert.ToHexStringLower(StoredValue.OfDeletion(7)).ShouldBe("030000000000000007");
    }

    [Fact]
    public void A_stored_value_is_taken_apart_or_refused()
    {
        StoredValue.TryRead(StoredValue.OfPair(3, 2, [1, 2], [3]), out var head, out var closed).ShouldBeTrue();
        head.ToArray().ShouldBe([3]);
        closed.ToArray().ShouldBe([1, 2]);
        StoredValue.TryRead(StoredValue.OfDeletion(7), out head, out closed).ShouldBeTrue();
        (head.Length, closed.Length).ShouldBe((0, 0));
        StoredValue.TryRead([0x13, 1, 2], out head, out closed).ShouldBeTrue("a blob is stored as it is");
        (head.Length, closed.Length).ShouldBe((3, 0));
        StoredValue.TryRead([0x0F, 1, 2], out _, out _).ShouldBeFalse();
        var pair = StoredValue.OfPair(3, 2, [1, 2], [3]);
        for (var length = 0; length < pair.Length; length++) StoredValue.TryRead(pair.AsSpan(0, length), out _, out _).ShouldBeFalse($"{length} bytes");
        StoredValue.TryRead([.. pair, 9], out _, out _).ShouldBeFalse("a byte too many");
        pair[17] = 0xFF;
        StoredValue.TryRead(pair, out _, out _).ShouldBeFalse();
    }

    // Of few characters, so that entities are alike: those that mean something in a key, and some of two to four bytes.
    private static string Text(Random random)
    {
        string[] characters = [":", "%", "{", "}", "3", "A", "category", " ", "é", "鍵", "🔑"];
        return string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => characters[random.Next(characters.Length)]));
    }

    private static string Name(OnlineKeys keys, params string[] values)
    {
        var output = new ArrayBufferWriter<byte>();
        keys.TryWrite(Visits.Key(values), [], output).ShouldBeTrue();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
