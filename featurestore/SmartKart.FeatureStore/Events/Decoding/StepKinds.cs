using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>What kind of step reads a value that holds no others.</summary>
internal static class StepKinds
{
    internal static StepKind Of(AvroSchema schema) => schema.Logical?.Kind switch
    {
        LogicalKind.Decimal => schema is not FixedSchema && schema.Logical.Precision <= Decimals.MaxLongPrecision ? StepKind.Money : StepKind.Decimal,
        LogicalKind.Uuid => StepKind.Uuid,
        LogicalKind.Date => StepKind.Date,
        LogicalKind.TimeMillis => StepKind.TimeMillis,
        LogicalKind.TimeMicros => StepKind.TimeMicros,
        LogicalKind.TimestampMillis => StepKind.TimestampMillis,
        LogicalKind.TimestampMicros => StepKind.TimestampMicros,
        LogicalKind.LocalTimestampMillis => StepKind.LocalTimestampMillis,
        LogicalKind.LocalTimestampMicros => StepKind.LocalTimestampMicros,
        _ => schema.Type switch
        {
            AvroType.Null => StepKind.Nothing,
            AvroType.Boolean => StepKind.Boolean,
            AvroType.Int => StepKind.Int,
            AvroType.Long => StepKind.Long,
            AvroType.Float => StepKind.Float,
            AvroType.Double => StepKind.Double,
            AvroType.String => StepKind.Text,
            AvroType.Enum => StepKind.Symbol,
            AvroType.Fixed => StepKind.Fixed,
            _ => StepKind.Bytes,
        },
    };
}
