using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events;

/// <summary>
/// Reads events into rows, one after another in the same buffers. Hot path: per event; of an event written with the contract itself only strings
/// are allocated that were not read lately, and of another version its bytes are first laid out as the contract has them. One thread at a time.
/// <code>
/// reader.Read(payload);
/// foreach (var rows in reader.Rows)
/// {
///     for (var i = 0; i &lt; rows.Count; i++)
///     {
///         var row = rows.At(i);
///         foreach (var view in rows.Views)
///             if (view.TryRead(row, inputs)) …
///     }
/// }
/// </code>
/// </summary>
public sealed class RowReader
{
    private readonly ContractReader _reader;
    private readonly EventRows[] _rows;

    internal RowReader(TopicRows plan, EventDecoder decoder)
    {
        _reader = new ContractReader(plan.Resolution, decoder);
        _rows = [.. plan.Layouts.Select(layout => new EventRows(layout, decoder))];
    }

    /// <summary>The rows of the last event, for each distinct <c>each</c> of the views in the order of its first.</summary>
    public ReadOnlySpan<EventRows> Rows => _rows;

    /// <summary>Reads an event. Whatever the bytes, either all its rows are there afterwards, or none.</summary>
    /// <param name="payload">Its Avro binary, all of it: of a message in Confluent's wire format what follows the head.</param>
    /// <returns>The event as the contract lays it out, until the next is read: the payload itself where the contract wrote it.</returns>
    /// <exception cref="AvroDataException">The bytes are no event of the writer's schema, or one that the contract cannot hold. It names the
    /// event's type, the field and the byte, and the reader may go on with the next event.</exception>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> payload)
    {
        foreach (var rows in _rows) rows.Forget();
        var bytes = _reader.Read(payload);
        foreach (var rows in _rows) rows.Take();
        return bytes;
    }
}
