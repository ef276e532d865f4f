using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Schemas;

/// <summary>What can be wrong with data. Kept out of the hot paths, so that they stay small enough to be inlined.</summary>
internal static class AvroFault
{
    [DoesNotReturn]
    public static void Truncated(int wanted, int left, int offset) =>
        throw new AvroDataException($"the data end here: {wanted} bytes are needed and {left} are left.", offset);

    [DoesNotReturn]
    public static void LongTooLong(int offset) =>
        throw new AvroDataException("a number runs on past 64 bits.", offset);

    [DoesNotReturn]
    public static void NotInt(long value, int offset) =>
        throw new AvroDataException($"{value} is beyond the 32 bits of an int.", offset);

    [DoesNotReturn]
    public static void NotBoolean(byte value, int offset) =>
        throw new AvroDataException($"a boolean is 0 or 1, not {value}.", offset);

    [DoesNotReturn]
    public static void ImpossibleLength(long length, int left, int offset) =>
        throw new AvroDataException($"a length of {length} bytes, where {left} are left.", offset);

    [DoesNotReturn]
    public static void ImpossibleCount(long count, int left, int offset) =>
        throw new AvroDataException($"a block of {count} items, which the {left} bytes that are left cannot hold.", offset);

    [DoesNotReturn]
    public static void TooManyEmptyItems(long count, int offset) =>
        throw new AvroDataException($"{count} more items of no bytes, where a message may have {AvroReader.MaxEmptyItems} in all.", offset);

    [DoesNotReturn]
    public static void TooDeep(int offset) =>
        throw new AvroDataException($"records nested more than {AvroReader.MaxDepth} deep.", offset);

    [DoesNotReturn]
    public static void NoSuchSymbol(long index, int symbols, int offset) =>
        throw new AvroDataException($"symbol {index} of an enum that has {symbols}.", offset);

    [DoesNotReturn]
    public static void NoSuchBranch(long index, int branches, int offset) =>
        throw new AvroDataException($"branch {index} of a union that has {branches}.", offset);

    [DoesNotReturn]
    public static void NotUtf8(int offset) =>
        throw new AvroDataException("a string that is not valid UTF-8.", offset);

    [DoesNotReturn]
    public static void BadLogical(string problem, int offset) =>
        throw new AvroDataException(problem, offset);

    [DoesNotReturn]
    public static void NotUnicode(int offset, string field) =>
        throw new AvroDataException("the string has a lone surrogate, which UTF-8 cannot carry.", offset, field);

    [DoesNotReturn]
    public static void OutputFull(int offset, string field) =>
        throw new AvroDataException("the output is full; give it at least MaxBytes of the value.", offset, field);

    [DoesNotReturn]
    public static void Null(string field) =>
        throw new AvroDataException("the value is null, which the schema does not allow here.", 0, field);

    [DoesNotReturn]
    public static void NotHeld(string problem, int offset, string field) =>
        throw new AvroDataException(problem, offset, field);
}
