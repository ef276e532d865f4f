using System.Buffers;
using System.Text.Json;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

public sealed class RoundTripTests
{
    private const int ValuesPerVersion = 40;
    private const int Seed = 20261121;

    // Fields as they are, nested ones included; a message's bytes are compared by what they say.
    private static readonly JsonSerializerOptions Fields = new() { IncludeFields = true, Converters = { new RecordsAsText() } };

    public static TheoryData<string> Messages => KnownMessages.Names;

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_written_is_read_back_in_every_version(string name)
    {
        var message = KnownMessages.Named(name);
        var random = new Random(Seed);
        foreach (var version in message.Versions)
        {
            var flexible = message.IsFlexible(version);
            for (var i = 0; i < ValuesPerVersion; i++)
            {
                var written = RandomFiller.Fill(message.New(), random, version, flexible);
                var bytes = Encoded.Bytes(written, version, flexible);
                var read = message.New();

                var taken = MessageReader.Read(Encoded.InPieces(bytes, 1 + random.Next(100)), version, flexible, read);

                taken.ShouldBe(bytes.Length, $"version {version}, value {i}");
                Text(read).ShouldBe(Text(written), $"version {version}, value {i}");
                MessageWriter.Size(written, version, flexible).ShouldBe(bytes.Length, $"version {version}, value {i}");
            }
        }
    }

    private static string Text(IMessage message) => JsonSerializer.Serialize(message, message.GetType(), Fields);

    private sealed class RecordsAsText : System.Text.Json.Serialization.JsonConverter<Records>
    {
        public override Records Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Records value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(value.Bytes.ToArray());
    }
}
