using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>What a peer is asked to do with one schema.</summary>
/// <param name="Operation"><c>echo</c>: read and write; <c>resolve</c>: read as the reader's schema, and write that; <c>random</c>:
/// write values of its own.</param>
/// <param name="Schema">The schema that the messages are in.</param>
/// <param name="Reader">The schema to resolve to.</param>
/// <param name="Messages">The messages, for echo and resolve.</param>
/// <param name="Count">How many values, for random.</param>
internal sealed record PeerJob(string Operation, AvroSchema Schema, AvroSchema? Reader, IReadOnlyList<byte[]> Messages, int Count)
{
    private const int Seed = 1121;

    private static readonly JsonDocumentOptions DeepJson = new() { MaxDepth = 256 };

    public static PeerJob Echo(AvroSchema schema, IReadOnlyList<byte[]> messages) => new("echo", schema, null, messages, 0);

    public static PeerJob Resolve(AvroSchema writer, AvroSchema reader, IReadOnlyList<byte[]> messages) => new("resolve", writer, reader, messages, 0);

    public static PeerJob Random(AvroSchema schema, int count) => new("random", schema, null, [], count);

    /// <summary>Writes the messages, and says what is to be done with them.</summary>
    public JsonObject Write(string folder, int index)
    {
        using var input = File.Create(Path.Combine(folder, $"{index}.in"));
        Span<byte> length = stackalloc byte[4];
        foreach (var message in Messages)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
            input.Write(length);
            input.Write(message);
        }
        return new JsonObject
        {
            ["op"] = Operation,
            ["schema"] = JsonNode.Parse(Schema.ToString(), null, DeepJson),
            ["reader"] = Reader is null ? null : JsonNode.Parse(Reader.ToString(), null, DeepJson),
            ["count"] = Count,
            ["seed"] = Seed,
            ["input"] = $"{index}.in",
            ["output"] = $"{index}.out",
        };
    }
}

/// <summary>What a peer made of one message.</summary>
/// <param name="Bytes">What it wrote.</param>
/// <param name="Refusal">Why it wrote nothing, or null.</param>
/// <param name="RefusedSchemas">Whether it was the schemas that it would not have.</param>
internal sealed record PeerAnswer(byte[] Bytes, string? Refusal, bool RefusedSchemas)
{
    public static IReadOnlyList<PeerAnswer> ReadAll(ReadOnlySpan<byte> file)
    {
        var answers = new List<PeerAnswer>();
        while (file.Length > 0)
        {
            var bytes = file.Slice(5, BinaryPrimitives.ReadInt32LittleEndian(file[1..])).ToArray();
            answers.Add(file[0] == 0 ? new PeerAnswer(bytes, null, false) : new PeerAnswer([], Encoding.UTF8.GetString(bytes), file[0] == 2));
            file = file[(5 + bytes.Length)..];
        }
        return answers;
    }
}
