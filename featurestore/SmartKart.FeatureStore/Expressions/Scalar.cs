using System.Globalization;

namespace SmartKart.FeatureStore.Expressions;

/// <summary>
/// A value or NULL, in 16 bytes and never boxed. It doesn't know its type: the <see cref="RowSchema"/> does, or the expression it came from.
/// <code>
/// | bits: 8 | text: 8 |     NULL: no text; a number, a boolean or an instant: its bits and the empty text; a string: its text
/// </code>
/// Equality is of bits: NaN equals the same NaN, and -0.0 differs from 0.0.
/// </summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    private const string Present = "";
    private readonly long _bits;
    private readonly string? _text;

    private Scalar(long bits, string? text) => (_bits, _text) = (bits, text);

    /// <summary>No value. It is also what <c>default</c> is.</summary>
    public static Scalar Null => default;

    /// <summary>Whether there is no value; what the other properties give then means nothing.</summary>
    public bool IsNull => _text is null;

    /// <summary>The value of a Boolean.</summary>
    public bool Boolean => _bits != 0;

    /// <summary>The value of an Int64.</summary>
    public long Int64 => _bits;

    /// <summary>The value of a Double.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of a String; null if there is none.</summary>
    public string? String => _text;

    /// <summary>The value of a Timestamp: microseconds since 1970 UTC.</summary>
    public long Timestamp => _bits;

    /// <summary>A Boolean.</summary>
    public static Scalar From(bool value) => new(value ? 1 : 0, Present);

    /// <summary>An Int64.</summary>
    public static Scalar From(long value) => new(value, Present);

    /// <summary>A Double.</summary>
    public static Scalar From(double value) => new(BitConverter.DoubleToInt64Bits(value), Present);

    /// <summary>A String; null is NULL.</summary>
    public static Scalar From(string? value) => new(0, value);

    /// <summary>A Timestamp.</summary>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    public static Scalar FromTimestamp(long microseconds) => new(microseconds, Present);

    /// <inheritdoc/>
    public bool Equals(Scalar other) => _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bits, _text);

    /// <summary>The same bits.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Other bits.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>For a person who knows the type: NULL, the text, or the bits as a whole number.</summary>
    public override string ToString() => _text is null ? "NULL" : _text.Length > 0 ? _text : _bits.ToString(CultureInfo.InvariantCulture);
}
