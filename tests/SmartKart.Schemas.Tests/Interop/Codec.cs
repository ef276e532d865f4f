using SmartKart.Schemas.Events;
using SmartKart.Schemas.Tests.TestRecords;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>A generated record's codec, without its type: what tests over every record call.</summary>
internal abstract class Codec
{
    /// <summary>Every event, every test record, and the records inside them.</summary>
    public static IReadOnlyList<Codec> All { get; } =
    [
        Of<CartAbandoned>(), Of<CartUpdated>(), Of<Clickstream>(), Of<DeadLetter>(), Of<DriftDetected>(), Of<ForecastPublished>(),
        Of<FraudScored>(), Of<InventoryUpdated>(), Of<OrderPlaced>(), Of<OrderStatusChanged>(), Of<PaymentProcessed>(),
        Of<ProductReviewed>(), Of<ProductUpserted>(), Of<SessionClosed>(),
        Of<AllTypes>(), Of<Unions>(), Of<Collections>(), Of<Recursion>(), Of<Defaults>(), Of<OddNames>(), Of<Empty>(), Of<Point>(),
        Of<ListNode>(), Of<TreeNode>(), Of<Json>(), Of<Ping>(),
    ];

    /// <summary>The records' full names, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(codec => codec.Schema.FullName)];

    /// <summary>The record's schema.</summary>
    public abstract RecordSchema Schema { get; }

    /// <summary>The codec of a full name.</summary>
    public static Codec Named(string fullName) => All.Single(codec => codec.Schema.FullName == fullName);

    /// <summary>Reads a record that is all of the input.</summary>
    public abstract object Decode(ReadOnlySpan<byte> input);

    /// <summary>Reads a record from a writer's data.</summary>
    public abstract object Decode(AvroSchema writer, ReadOnlySpan<byte> input);

    /// <summary>Writes a record into the output.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Encode(object record, Span<byte> output);

    /// <summary>The bound that the record's codec gives.</summary>
    public abstract int MaxBytes(object record);

    /// <summary>A record's bytes, written into an array of just the size that its bound asks for.</summary>
    public byte[] Encode(object record)
    {
        var output = new byte[MaxBytes(record)];
        return output[..Encode(record, output)];
    }

    private static Typed<T> Of<T>() where T : class, IAvroRecord<T> => new Typed<T>();

    private sealed class Typed<T> : Codec where T : class, IAvroRecord<T>
    {
        public override RecordSchema Schema => T.Schema;

        public override object Decode(ReadOnlySpan<byte> input) => T.Decode(input);

        public override object Decode(AvroSchema writer, ReadOnlySpan<byte> input) => RecordDecoder<T>.For(writer).Decode(input);

        public override int Encode(object record, Span<byte> output) => T.Encode((T)record, output);

        public override int MaxBytes(object record) => T.MaxBytes((T)record);
    }
}
