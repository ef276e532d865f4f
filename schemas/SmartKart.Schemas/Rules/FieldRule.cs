using System.Globalization;

namespace SmartKart.Schemas.Rules;

/// <summary>What a contract says of a field's value beyond its type: members of the field in its schema, in JSON Schema's words where it has one.</summary>
/// <param name="Field">The field's dotted path, for messages.</param>
internal sealed record FieldRule(string Field)
{
    private const long NoMin = long.MinValue;

    /// <summary><c>"minLength"</c>: the fewest characters of a text.</summary>
    public int MinLength { get; private init; }

    /// <summary><c>"maxLength"</c>: the most.</summary>
    public int MaxLength { get; private init; } = int.MaxValue;

    /// <summary><c>"format": "currency"</c>: an ISO 4217 code.</summary>
    public bool IsCurrency { get; private init; }

    /// <summary><c>"minimum"</c>: the least a number may be; of a decimal its unscaled value.</summary>
    public long Minimum { get; private init; } = NoMin;

    /// <summary>A decimal's digits after the point.</summary>
    public int Scale { get; private init; }

    /// <summary><c>"nonZero": true</c>: a number that is never 0.</summary>
    public bool IsNonZero { get; private init; }

    /// <summary><c>"sumOf": [a, b]</c>: it is the sum of two other fields before it, where all three are there.</summary>
    public (string First, string Second)? SumOf { get; private init; }

    /// <summary>It is when the event happened.</summary>
    public bool IsEventTime { get; private init; }

    /// <summary>A field's rule; null where it has none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="path">Its dotted path.</param>
    /// <param name="value">The schema of its value, without null.</param>
    public static FieldRule? Of(RecordField field, string path, AvroSchema value)
    {
        var rule = new FieldRule(path);
        var scale = value.Logical?.Kind == LogicalKind.Decimal ? value.Logical.Scale : 0;
        var isEmpty = true;
        if (path == "occurred_at" && value.Logical?.Kind == LogicalKind.TimestampMicros) (rule, isEmpty) = (rule with { IsEventTime = true }, false);
        foreach (var (name, at) in field.Properties)
        {
            var isRule = true;
            switch (name)
            {
                case "minLength": rule = rule with { MinLength = (int)Number(at) }; break;
                case "maxLength": rule = rule with { MaxLength = (int)Number(at) }; break;
                case "format" when at.Text == "currency": rule = rule with { IsCurrency = true }; break;
                case "minimum": rule = rule with { Minimum = (long)(Number(at) * Power(scale)), Scale = scale }; break;
                case "nonZero" when at.IsTrue: rule = rule with { IsNonZero = true }; break;
                case "sumOf" when at.Items.Count == 2: rule = rule with { SumOf = (at.Items[0].Text, at.Items[1].Text) }; break;
                default: isRule = false; break;
            }
            isEmpty &= !isRule;
        }
        return isEmpty ? null : rule;
    }

    private static decimal Number(JsonValue value) => decimal.Parse(value.Text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static decimal Power(int scale)
    {
        var power = 1m;
        for (var digit = 0; digit < scale; digit++) power *= 10;
        return power;
    }
}
