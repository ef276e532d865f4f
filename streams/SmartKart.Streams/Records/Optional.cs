using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams;

/// <summary>
/// A value or none. A table's value may be of a type that has no null, and yet be deleted; so whether it is there is said beside it.
/// </summary>
internal readonly struct Optional<V>
{
    private readonly V _value;

    private Optional(V value) => (_value, HasValue) = (value, true);

    /// <summary>There is one.</summary>
    public bool HasValue { get; }

    /// <summary>The value; the type's default where there is none.</summary>
    public V? Value => _value;

    /// <summary>None.</summary>
    public static Optional<V> None => default;

    /// <summary>This value; null is none.</summary>
    public static Optional<V> Of(V? value) => value is null ? default : new Optional<V>(value);

    /// <summary>Whether there is one, and which.</summary>
    public bool TryGet([MaybeNullWhen(false)] out V value)
    {
        value = _value;
        return HasValue;
    }
}
