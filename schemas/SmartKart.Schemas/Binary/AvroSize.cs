using System.Collections.Immutable;

namespace SmartKart.Schemas;

/// <summary>Upper bounds of encoded sizes, in bytes: cheap to compute, never too small.</summary>
public static class AvroSize
{
    /// <summary>The most that a boolean takes.</summary>
    public const int Boolean = 1;

    /// <summary>The most that an int, or an index of a symbol or a branch, takes.</summary>
    public const int Int = 5;

    /// <summary>The most that a long takes.</summary>
    public const int Long = 10;

    /// <summary>What a float takes.</summary>
    public const int Float = 4;

    /// <summary>What a double takes.</summary>
    public const int Double = 8;

    /// <summary>What a UUID takes: 36 characters and their count.</summary>
    public const int Uuid = 37;

    /// <summary>What a duration takes.</summary>
    public const int Duration = 12;

    /// <summary>The most that a <see cref="decimal"/> as bytes takes: 96 bits, a sign, and their count.</summary>
    public const int Decimal = 14;

    /// <summary>The most that the head and the end of an array or a map take.</summary>
    public const int Block = Int + 1;

    /// <summary>The most that a string takes: three bytes a UTF-16 unit, and their count.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">For the error where it is null.</param>
    public static int String(string text, string field)
    {
        if (text is null) AvroFault.Null(field);
        return checked(text.Length * 3) + Int;
    }

    /// <summary>The most that bytes take.</summary>
    public static int Bytes(ReadOnlyMemory<byte> bytes) => checked(bytes.Length + Int);

    /// <summary>The value, which must not be null.</summary>
    public static T Present<T>(T? value, string field) where T : class
    {
        if (value is null) AvroFault.Null(field);
        return value;
    }

    /// <summary>How many items there are.</summary>
    public static int Count<T>(ImmutableArray<T> items, string field)
    {
        if (items.IsDefault) AvroFault.Null(field);
        return items.Length;
    }

    /// <summary>Enters a record of a recursive schema.</summary>
    public static void Enter(ref int depth)
    {
        if (++depth > AvroReader.MaxDepth) AvroFault.TooDeep(0);
    }
}
