using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>
/// The fields of an event that expressions may read, from its record: fields of records inside it by dotted paths, a union with null as a
/// nullable field. Int and long are Int64; float, double and decimal Double; text, enums and UUIDs String; timestamps Timestamp. Lists, maps,
/// bytes, dates and times of day cannot be read; what they are is kept for messages.
/// </summary>
internal sealed class SourceFields
{
    private readonly List<RowField> _fields = [];
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AvroSchema> _arrays = new(StringComparer.Ordinal);

    internal SourceFields(RecordSchema record, string? each)
    {
        AddFields(record, "", isNullable: false);
        if (each is not null && _arrays.TryGetValue(each, out var items))
        {
            _unreadable.Remove(each);
            Add(each, items, isNullable: false);
        }
    }

    /// <summary>The arrays whose elements may be taken one by one, by path.</summary>
    internal IReadOnlyCollection<string> Arrays => _arrays.Keys;

    internal RowSchema Row => new(_fields);

    /// <summary>Why a field cannot be read, with the remedy; null for one that can, or that isn't there.</summary>
    internal string? WhyUnreadable(string path)
    {
        if (_unreadable.TryGetValue(path, out var what)) return $"'{path}' is {what}.";
        var outer = _arrays.Keys.FirstOrDefault(array => path.StartsWith(array + ".", StringComparison.Ordinal) && _unreadable.ContainsKey(array));
        return outer is null ? null : $"'{outer}' is {_unreadable[outer]}.";
    }

    private void AddFields(RecordSchema record, string prefix, bool isNullable)
    {
        foreach (var field in record.Fields)
        {
            // A record inside itself has no end of paths.
            if (prefix.AsSpan().Count('.') > 8) _unreadable[prefix + field.Name] = "too deep inside other records to be read";
            else Add(prefix + field.Name, field.Schema, isNullable);
        }
    }

    private void Add(string path, AvroSchema schema, bool isNullable)
    {
        switch (schema)
        {
            case RecordSchema record:
                AddFields(record, path + ".", isNullable);
                break;
            case UnionSchema { Branches.Count: 2, NullIndex: >= 0 } union:
                Add(path, union.Branches[1 - union.NullIndex], isNullable: true);
                break;
            case ArraySchema array:
                // An array within the elements of another would multiply events by both.
                _arrays.TryAdd(path, array.Items);
                _unreadable[path] = $"a list, and expressions read single values. Take its elements one by one: write 'each: {path}' in the source";
                break;
            default:
                if (TypeOf(schema) is { } type) _fields.Add(new RowField(path, type, isNullable) { Symbols = (schema as EnumSchema)?.Symbols });
                else _unreadable[path] = $"of the type {schema.Logical?.Keyword ?? schema.FullName}, which expressions don't have. Choose another field";
                break;
        }
    }

    private static ScalarType? TypeOf(AvroSchema schema) => schema.Logical?.Kind switch
    {
        LogicalKind.Decimal => ScalarType.Double,
        LogicalKind.Uuid => ScalarType.String,
        LogicalKind.TimestampMillis or LogicalKind.TimestampMicros => ScalarType.Timestamp,
        null => schema.Type switch
        {
            AvroType.Boolean => ScalarType.Boolean,
            AvroType.Int or AvroType.Long => ScalarType.Int64,
            AvroType.Float or AvroType.Double => ScalarType.Double,
            AvroType.String or AvroType.Enum => ScalarType.String,
            _ => null,
        },
        _ => null,
    };
}
