namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>How a DECIMAL column stores its values: as integers of some width, with the point at a scale.</summary>
/// <param name="Storage">SMALLINT, INTEGER, BIGINT or HUGEINT.</param>
/// <param name="Scale">Digits after the point.</param>
internal readonly record struct DecimalLayout(DuckDbType Storage, byte Scale)
{
    private const int MaxScale = 28;                                // System.Decimal's
    private static readonly Int128 MaxMagnitude = ((Int128)1 << 96) - 1;

    internal static DecimalLayout Of(ResultHandle result, int column)
    {
        using var type = DuckDbApi.ColumnLogicalType(result, (ulong)column);
        return new DecimalLayout(DuckDbApi.DecimalStorage(type), DuckDbApi.DecimalScale(type));
    }

    /// <exception cref="OverflowException">The value has more digits than a System.Decimal.</exception>
    internal decimal Value(Int128 unscaled)
    {
        var magnitude = Int128.Abs(unscaled);
        if (magnitude > MaxMagnitude || Scale > MaxScale)
            throw new OverflowException($"{unscaled}e-{Scale} has more digits than a decimal holds");
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, Scale);
    }
}
