using System.Collections;
using System.Text;

namespace SmartKart.Schemas;

/// <summary>
/// A record of a schema not known at build time. Its fields hold .NET values: null, bool, int, long, float, double, string,
/// byte[], <see cref="GenericRecord"/>, <see cref="GenericEnum"/>, <see cref="GenericFixed"/>, object?[] for arrays,
/// <c>Dictionary&lt;string, object?&gt;</c> for maps, and what a logical type means (Guid, DateOnly, TimeOnly, DateTimeOffset,
/// DateTime, decimal, AvroDecimal, AvroDuration). A union holds the value itself.
/// </summary>
public sealed class GenericRecord : IEquatable<GenericRecord>
{
    private readonly object?[] _values;

    /// <summary>A record with every field null.</summary>
    public GenericRecord(RecordSchema schema) : this(schema, new object?[schema.Fields.Count]) { }

    internal GenericRecord(RecordSchema schema, object?[] values) => (Schema, _values) = (schema, values);

    /// <summary>Its schema.</summary>
    public RecordSchema Schema { get; }

    /// <summary>The value of the field at an index.</summary>
    public object? this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    /// <summary>The value of a field.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such field.</exception>
    public object? this[string field]
    {
        get => _values[IndexOf(field)];
        set => _values[IndexOf(field)] = value;
    }

    /// <summary>Whether both are of one schema, by name, and hold the same.</summary>
    public bool Equals(GenericRecord? other) =>
        other is not null && Schema.FullName == other.Schema.FullName && GenericValue.Same(_values, other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GenericRecord);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Schema.FullName, _values.Length);

    /// <summary>The fields and their values, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Schema.Name.Name).Append(" { ");
        foreach (var field in Schema.Fields)
            text.Append(field.Index > 0 ? ", " : "").Append(field.Name).Append(" = ").Append(GenericValue.Text(_values[field.Index]));
        return text.Append(" }").ToString();
    }

    private int IndexOf(string field) =>
        Schema.Field(field)?.Index ?? throw new KeyNotFoundException(
            $"record '{Schema.FullName}' has no field '{field}'; it has {string.Join(", ", Schema.Fields.Select(f => f.Name))}.");
}

/// <summary>An enum's symbol.</summary>
/// <param name="Schema">The enum.</param>
/// <param name="Symbol">One of its symbols.</param>
public sealed record GenericEnum(EnumSchema Schema, string Symbol)
{
    /// <summary>Whether both are of one enum, by name, and the same symbol.</summary>
    public bool Equals(GenericEnum? other) => other is not null && Schema.FullName == other.Schema.FullName && Symbol == other.Symbol;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Schema.FullName, Symbol);

    /// <inheritdoc/>
    public override string ToString() => Symbol;
}

/// <summary>A fixed's bytes.</summary>
/// <param name="Schema">The fixed.</param>
/// <param name="Bytes">As many as it has.</param>
public sealed record GenericFixed(FixedSchema Schema, byte[] Bytes)
{
    /// <summary>Whether both are of one fixed, by name, and the same bytes.</summary>
    public bool Equals(GenericFixed? other) => other is not null && Schema.FullName == other.Schema.FullName && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Schema.FullName, Bytes.Length);

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexString(Bytes);
}

/// <summary>Generic values by what they hold.</summary>
internal static class GenericValue
{
    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var other) && Same(entry.Value, other)),
        _ => Equals(left, right),
    };

    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        byte[] bytes => Convert.ToHexString(bytes),
        IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.Select(entry => $"{entry.Key}: {Text(entry.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
