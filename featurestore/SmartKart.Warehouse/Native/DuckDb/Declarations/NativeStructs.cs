using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>
/// <c>duckdb_result</c>: 48 bytes, of which only the last field is in use; it is passed by value where chunks are fetched.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    internal ulong DeprecatedColumnCount;
    internal ulong DeprecatedRowCount;
    internal ulong DeprecatedRowsChanged;
    internal nint DeprecatedColumns;
    internal nint DeprecatedErrorMessage;
    internal nint InternalData;
}

/// <summary><c>duckdb_result_type</c>: what a statement leaves.</summary>
internal enum ResultKind
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    Rows = 3,
}

/// <summary><c>duckdb_hugeint</c> and <c>duckdb_uhugeint</c>: an integer of 128 bits as two halves.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeHugeInt(ulong Lower, ulong Upper)
{
    internal static NativeHugeInt Of(UInt128 value) => new((ulong)value, (ulong)(value >> 64));
}

/// <summary><c>duckdb_list_entry</c>: where in its child's vector a list stands.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeListEntry(ulong Offset, ulong Length);

/// <summary><c>duckdb_decimal</c>: digits, the place of the point, and the unscaled value as two halves.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeDecimal(byte Width, byte Scale, ulong Lower, long Upper);

/// <summary>
/// <c>duckdb_string_t</c>, 16 bytes. To 12 bytes of text stand in the struct itself; longer ones leave a prefix there and are pointed to:
/// <code>
/// | length: 4 | text: 12               |   length ≤ 12
/// | length: 4 | prefix: 4 | pointer: 8 |   otherwise
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeString
{
    internal const int InlineBytes = 12;
    internal const int PrefixBytes = 4;

    internal int Length;
    internal fixed byte Prefix[PrefixBytes];
    internal byte* Pointer;

    /// <summary>The text's bytes, where they are: valid while the chunk is.</summary>
    /// <param name="string">A string inside a vector.</param>
    internal static ReadOnlySpan<byte> Utf8(NativeString* @string) =>
        new(@string->Length <= InlineBytes ? @string->Prefix : @string->Pointer, @string->Length);
}
