using System.Numerics;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// A decimal that is of more than 18 digits, or on a fixed, as a double: within one unit in its last place, and so far from any bound of parity.
/// </summary>
internal static class WideDecimal
{
    internal static double Read(ReadStep step, ref AvroReader reader)
    {
        var (precision, scale) = (step.Precision, step.Scale);
        if (precision <= Decimals.MaxPrecision)
            return (double)(step.Schema is FixedSchema ? reader.ReadFixedDecimal(step.Size, precision, scale) : reader.ReadDecimal(precision, scale));
        var wide = step.Schema is FixedSchema ? reader.ReadFixedBigDecimal(step.Size, precision, scale) : reader.ReadBigDecimal(precision, scale);
        return (double)(wide.Unscaled / BigInteger.Pow(10, scale)) + (double)(wide.Unscaled % BigInteger.Pow(10, scale)) / Math.Pow(10, scale);
    }
}
