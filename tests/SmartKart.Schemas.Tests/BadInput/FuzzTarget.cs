using SmartKart.Schemas.Tests.Interop;

namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>One record under attack: its good messages, its newer versions, and what must hold of any message.</summary>
internal sealed class FuzzTarget
{
    private const int Messages = 64;
    private const int Versions = 4;

    private readonly byte[][] _messages;
    private readonly SchemaResolution[] _versions;
    private readonly bool _hasEmptyItems;

    public FuzzTarget(Codec codec, int seed)
    {
        Codec = codec;
        var values = new RandomValues(seed);
        _messages = [.. Enumerable.Range(0, Messages * 4).Select(_ => GenericWriter.Encode(codec.Schema, values.Record(codec.Schema))).OrderBy(bytes => bytes.Length).Take(Messages)];
        var evolution = new SchemaEvolution(seed);
        _versions = [.. Enumerable.Range(0, Versions).Select(_ => SchemaResolution.Between(codec.Schema, evolution.Next(codec.Schema)))];
        _hasEmptyItems = codec.Schema.FullName == "smartkart.tests.Collections";        // the one with arrays of nulls and of empty records
    }

    public Codec Codec { get; }

    /// <summary>A message of the record, gone wrong.</summary>
    public byte[] Mutated(Random random) => Mutations.Of(_messages[random.Next(Messages)], _messages[random.Next(Messages)], random);

    /// <summary>Reads a message in every way.</summary>
    /// <returns>Whether it could be read.</returns>
    public bool Try(byte[] message, int choice)
    {
        object? generated = null, generic = null, resolved = null;
        AvroDataException? fault = null, genericFault = null;
        // Every other one is resolved as well: refusing is throwing, which is what the time goes into.
        var resolution = choice % 2 == 0 ? _versions[choice / 2 % Versions] : null;
        var bound = Allocation.Bound(message.Length, _hasEmptyItems);
        Within(bound, "the generated codec", () => fault = Fault(() => generated = Codec.Decode(message)));
        Within(bound, "the generic reader", () => genericFault = Fault(() => generic = GenericReader.Decode(Codec.Schema, message)));
        if (resolution is not null) Within(bound * 2, "resolution", () => Fault(() => resolved = GenericReader.Decode(resolution, message)));
        if (fault?.Message != genericFault?.Message) throw new InvalidOperationException($"generated: {fault?.Message ?? "read"}; generic: {genericFault?.Message ?? "read"}");
        if (resolved is not null) Again(resolution!.Reader, resolved);      // only a resolution sets it
        if (generated is null) return false;
        var bytes = Again(Codec.Schema, generic!);      // both or neither were read
        var again = Codec.Encode(generated);
        if (!again.AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException($"the generated codec writes {Convert.ToHexString(again)}, the generic {Convert.ToHexString(bytes)}");
        if (!Codec.Decode(again).Equals(generated)) throw new InvalidOperationException("what was read, written and read again differs");
        return true;
    }

    private static byte[] Again(AvroSchema schema, object value)
    {
        var bytes = GenericWriter.Encode(schema, value);
        var back = GenericReader.Decode(schema, bytes);
        return value.Equals(back) ? bytes : throw new InvalidOperationException($"{value} became {back}");
    }

    private static AvroDataException? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (AvroDataException e)
        {
            return e;
        }
    }

    private static void Within(long bound, string reader, Action read)
    {
        var bytes = Allocation.Of(read);
        if (bytes > bound) throw new InvalidOperationException($"{reader} allocated {bytes} bytes, where {bound} are justified");
    }
}
