namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>How one schema is held, read, written, bounded and compared in C#: the text of each, for the place where it stands.</summary>
internal abstract class Shape
{
    /// <summary>The C# type, without a question mark.</summary>
    public abstract string Type { get; }

    /// <summary>Whether the type is a struct.</summary>
    public abstract bool IsValueType { get; }

    /// <summary>The most bytes a value takes where that is known beforehand, else null.</summary>
    public virtual int? ConstantSize => null;

    /// <summary>Whether C#'s own equality of the type compares what it holds.</summary>
    public virtual bool HasValueEquality => true;

    /// <summary>An expression that reads a value from <c>reader</c>.</summary>
    public abstract string Read();

    /// <summary>A statement that writes a value to <c>writer</c>.</summary>
    /// <param name="value">The expression that holds it.</param>
    /// <param name="field">A C# literal of the field's name, for errors.</param>
    public abstract string Write(string value, string field);

    /// <summary>An expression of the most bytes that a value takes; <c>depth</c> is at hand.</summary>
    public virtual string Size(string value, string field) => ConstantSize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0";

    /// <summary>An expression that compares two values by what they hold.</summary>
    public virtual string Same(string left, string right) => $"global::System.Collections.Generic.EqualityComparer<{Type}>.Default.Equals({left}, {right})";

    /// <summary>The methods that the expressions call, each as its lines; inner shapes' included.</summary>
    public virtual IEnumerable<string> Methods() => [];

    /// <summary>Types that the shape needs of its own, as source.</summary>
    public virtual IEnumerable<(string FullName, string Source)> Types() => [];
}
