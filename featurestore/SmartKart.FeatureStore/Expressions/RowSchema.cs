using System.Collections.Frozen;

namespace SmartKart.FeatureStore.Expressions;

/// <summary>A field of a row.</summary>
/// <param name="Name">Case matters; a field inside another is reached by a path, such as <c>lines.quantity</c>.</param>
/// <param name="Type">Of its values.</param>
/// <param name="IsNullable">Whether a row may lack it.</param>
public sealed record RowField(string Name, ScalarType Type, bool IsNullable = true)
{
    /// <summary>The only texts that it may hold, of an enum; else null. What is compared with it must be one of them.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }
}

/// <summary>How a row lies in its <see cref="Scalar"/> array: one place per field, in order. Immutable.</summary>
public sealed class RowSchema
{
    private readonly RowField[] _fields;
    private readonly FrozenDictionary<string, int> _places;

    /// <summary>A row of these fields.</summary>
    /// <param name="fields">In the order of their places.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public RowSchema(params IEnumerable<RowField> fields)
    {
        _fields = [.. fields];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < _fields.Length; place++)
        {
            var name = _fields[place].Name;
            if (!places.TryAdd(name, place))
                throw new ArgumentException($"Two fields are named '{name}'. A row has one place per name: leave one out or rename it.", nameof(fields));
        }
        _places = places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The fields, by place.</summary>
    public IReadOnlyList<RowField> Fields => _fields;

    /// <summary>The place of a field, or -1 where there is none of that name.</summary>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>The same row with one more field at its end, such as <c>now</c>.</summary>
    public RowSchema With(RowField field) => new([.. _fields, field]);

    /// <summary>The name most like one that isn't here; null where none is like it.</summary>
    public string? Nearest(string name) => NearestName.Of(name, _fields.Select(field => field.Name));
}
