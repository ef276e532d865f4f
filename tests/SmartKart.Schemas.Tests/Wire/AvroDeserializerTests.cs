using SmartKart.Schemas.Events;
using SmartKart.Schemas.Tests.Registry;

namespace SmartKart.Schemas.Tests.Wire;

public sealed class AvroDeserializerTests : RegistryTests
{
    // An older producer's Clickstream: three fields, in another order, and an action of its time.
    private const string Older = """
        {"type":"record","name":"Clickstream","namespace":"smartkart.events","fields":[
          {"name":"user_id","type":"string"},
          {"name":"occurred_at","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"event_id","type":{"type":"string","logicalType":"uuid"}},
          {"name":"action","type":{"type":"enum","name":"ClickstreamAction","symbols":["view","click"]}}]}
        """;

    private async Task<byte[]> MessageAsync() =>
        (await AvroSerializer<Clickstream>.RegisterAsync(Client, "clickstream-value", Stop)).ToBytes(Clicks.Search);

    [Fact]
    public async Task A_message_is_read_back()
    {
        var message = await MessageAsync();

        (await new AvroDeserializer<Clickstream>(Client).DeserializeAsync(message, Stop)).ShouldBe(Clicks.Search);
    }

    [Fact]
    public async Task The_synchronous_way_serves_ids_that_are_known()
    {
        var message = await MessageAsync();
        var deserializer = new AvroDeserializer<Clickstream>(Client);

        deserializer.TryDeserialize(message, out _).ShouldBeFalse();
        await deserializer.DeserializeAsync(message, Stop);

        deserializer.TryDeserialize(message, out var value).ShouldBeTrue();
        value.ShouldBe(Clicks.Search);
        deserializer.DeserializeAsync(message, Stop).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Reading_a_known_id_allocates_what_decoding_does()
    {
        var message = await MessageAsync();
        var deserializer = new AvroDeserializer<Clickstream>(Client);
        await deserializer.DeserializeAsync(message, Stop);
        long bare = 0, framed = 0;
        for (var i = 0; i < 3; i++)     // the first rounds warm up
        {
            bare = Allocated(() => ClickstreamCodec.Decode(message.AsSpan(ConfluentFrame.HeaderBytes)));
            framed = Allocated(() => deserializer.TryDeserialize(message, out _));
        }

        framed.ShouldBe(bare);
    }

    [Fact]
    public async Task Two_versions_in_one_topic_are_each_read_by_their_own_schema()
    {
        var newer = await MessageAsync();
        var id = await Client.RegisterAsync("clickstream-value", Text(Older), Stop);
        byte[] older = [0, 0, 0, 0, (byte)id.Value, 0x06, .. "ada"u8, 0x3C, 0x48, .. "00112233-4455-6677-8899-aabbccddeeff"u8, 0x02];
        var deserializer = new AvroDeserializer<Clickstream>(Client);

        for (var i = 0; i < 2; i++)
        {
            (await deserializer.DeserializeAsync(newer, Stop)).ShouldBe(Clicks.Search);
            (await deserializer.DeserializeAsync(older, Stop)).ShouldBe(Clicks.Search with { Action = ClickstreamAction.Click, Query = null, ResultCount = null });
        }
        Asked.Count(line => line.StartsWith("GET /schemas/", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Callers_that_meet_a_new_id_at_once_share_one_call()
    {
        var message = await MessageAsync();
        var deserializer = new AvroDeserializer<Clickstream>(Client);
        var (came, goOn) = Registry.Hold();
        var callers = Enumerable.Range(0, 50).Select(_ => deserializer.DeserializeAsync(message, Stop).AsTask()).ToArray();
        await came.WaitAsync(Stop);

        goOn.SetResult();

        (await Task.WhenAll(callers)).ShouldAllBe(value => value == Clicks.Search);
        Asked.Count(line => line.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_the_registry_does_not_know_is_an_error_that_names_both()
    {
        var error = await Refused(() => new AvroDeserializer<Clickstream>(Client).DeserializeAsync(new byte[] { 0, 0, 0, 0, 9, 0 }, Stop).AsTask());

        error.Id.ShouldBe(new SchemaId(9));
        error.Message.ShouldContain(Registry.Url.ToString());
    }

    [Fact]
    public async Task A_writers_schema_that_cannot_be_read_as_the_record_is_an_error()
    {
        await Client.RegisterAsync("points-value", Text(Point), Stop);

        await Should.ThrowAsync<SchemaResolutionException>(() =>
            new AvroDeserializer<Clickstream>(Client).DeserializeAsync(new byte[] { 0, 0, 0, 0, 1, 2 }, Stop).AsTask());
    }

    [Fact]
    public async Task A_message_that_was_cut_short_names_its_schema_and_its_field()
    {
        var message = await MessageAsync();
        var deserializer = new AvroDeserializer<Clickstream>(Client);

        var error = await Should.ThrowAsync<AvroDataException>(() => deserializer.DeserializeAsync(message.AsMemory(0, 44), Stop).AsTask());

        (error.Schema, error.Field).ShouldBe(("smartkart.events.Clickstream", "user_id"));
    }

    [Fact]
    public void Bytes_without_a_head_are_an_error_and_no_question()
    {
        var deserializer = new AvroDeserializer<Clickstream>(Client);

        Should.Throw<ConfluentFrameException>(() => deserializer.TryDeserialize("{}"u8, out _)).Fault.ShouldBe(FrameFault.WrongMagicByte);
        Asked.ShouldBeEmpty();
    }

    private static long Allocated(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
