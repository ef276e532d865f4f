using System.Text.Unicode;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// Runs steps over an event's bytes and keeps what has a slot: of the event itself in <see cref="Outer"/>, of the elements of arrays in
/// <see cref="Elements"/>. Hot path: per event; it allocates the strings that <see cref="TextPool"/> doesn't know, and nothing else. One thread at a time.
/// </summary>
internal sealed class EventDecoder(ReadStep[] steps, int outerSlots, IEnumerable<int> elementSlots)
{
    private readonly TextPool _texts = new();

    /// <summary>By slot; NULL where the field, or a record around it, is null.</summary>
    internal Scalar[] Outer { get; } = new Scalar[outerSlots];

    /// <summary>By <see cref="ReadStep.Elements"/>.</summary>
    internal ElementBuffer[] Elements { get; } = [.. elementSlots.Select(slots => new ElementBuffer(slots))];

    /// <summary>Reads an event from its first byte.</summary>
    /// <returns>How many bytes were its.</returns>
    internal int Decode(ReadOnlySpan<byte> payload)
    {
        Outer.AsSpan().Clear();
        foreach (var elements in Elements) elements.Clear();
        var reader = new AvroReader(payload);
        Run(steps, ref reader, Outer);
        return reader.Position;
    }

    private void Run(ReadStep[] run, ref AvroReader reader, Span<Scalar> target)
    {
        foreach (var step in run)
        {
            if (step.NullBranch >= 0 && reader.ReadUnion(2) == step.NullBranch) continue;
            if (step.Slot >= 0) target[step.Slot] = Value(step, ref reader);
            else if (step.Kind >= StepKind.Record) Nested(step, ref reader, target);
            else if (step.Kind == StepKind.Text) CheckText(ref reader);
            else Check(step, ref reader);
        }
    }

    private void Nested(ReadStep step, ref AvroReader reader, Span<Scalar> target)
    {
        switch (step.Kind)
        {
            case StepKind.Record:
                Run(step.Children, ref reader, target);
                break;
            case StepKind.Union:
                Run(step.Children[reader.ReadUnion(step.Children.Length)].Children, ref reader, target);
                break;
            case StepKind.Array when step.Elements >= 0:
                for (int block; (block = reader.ReadBlock(step.Size)) > 0;)
                    for (; block > 0; block--) Run(step.Children, ref reader, Elements[step.Elements].Add());
                break;
            case StepKind.Array:
                for (int block; (block = reader.ReadBlock(step.Size)) > 0;)
                    for (; block > 0; block--) Run(step.Children, ref reader, target);
                break;
            case StepKind.Map:
                for (int block; (block = reader.ReadBlock(step.Size)) > 0;)
                {
                    for (; block > 0; block--)
                    {
                        CheckText(ref reader);
                        Run(step.Children, ref reader, target);
                    }
                }
                break;
            default:
                reader.Skip(step.Schema);
                break;
        }
    }

    private Scalar Value(ReadStep step, ref AvroReader reader) => step.Kind switch
    {
        StepKind.Text => Scalar.From(_texts.Read(ref reader)),
        StepKind.Symbol => step.Symbols[reader.ReadEnum(step.Size)],
        StepKind.Int => Scalar.From((long)reader.ReadInt()),
        StepKind.Long => Scalar.From(reader.ReadLong()),
        StepKind.TimestampMicros => Scalar.FromTimestamp(Micros(reader.ReadTimestampMicros())),
        StepKind.TimestampMillis => Scalar.FromTimestamp(Micros(reader.ReadTimestampMillis())),
        StepKind.Money => Scalar.From(DecimalDouble.Of(reader.ReadUnscaledDecimal(step.Precision), step.Scale)),
        StepKind.Decimal => Scalar.From(WideDecimal.Read(step, ref reader)),
        StepKind.Double => Scalar.From(reader.ReadDouble()),
        StepKind.Float => Scalar.From((double)reader.ReadFloat()),
        StepKind.Boolean => Scalar.From(reader.ReadBoolean()),
        StepKind.Uuid => Scalar.From(reader.ReadUuid().ToString()),
        _ => throw new System.Diagnostics.UnreachableException($"A {step.Kind} is no value of expressions, and has no slot."),
    };

    private static void Check(ReadStep step, ref AvroReader reader)
    {
        switch (step.Kind)
        {
            case StepKind.Nothing: break;
            case StepKind.Boolean: reader.ReadBoolean(); break;
            case StepKind.Int: reader.ReadInt(); break;
            case StepKind.Long: reader.ReadLong(); break;
            case StepKind.Float: reader.ReadFloat(); break;
            case StepKind.Double: reader.ReadDouble(); break;
            case StepKind.Bytes: reader.ReadBytes(); break;
            case StepKind.Fixed: reader.ReadFixed(step.Size); break;
            case StepKind.Uuid: reader.ReadUuid(); break;
            case StepKind.Symbol: reader.ReadEnum(step.Size); break;
            case StepKind.Money: reader.ReadUnscaledDecimal(step.Precision); break;
            case StepKind.Decimal: WideDecimal.Read(step, ref reader); break;
            case StepKind.Date: reader.ReadDate(); break;
            case StepKind.TimeMillis: reader.ReadTimeMillis(); break;
            case StepKind.TimeMicros: reader.ReadTimeMicros(); break;
            case StepKind.TimestampMillis: reader.ReadTimestampMillis(); break;
            case StepKind.TimestampMicros: reader.ReadTimestampMicros(); break;
            case StepKind.LocalTimestampMillis: reader.ReadLocalTimestampMillis(); break;
            case StepKind.LocalTimestampMicros: reader.ReadLocalTimestampMicros(); break;
            default: throw new System.Diagnostics.UnreachableException($"A {step.Kind} is read elsewhere.");
        }
    }

    private static void CheckText(ref AvroReader reader)
    {
        var start = reader;
        if (Utf8.IsValid(reader.ReadBytes())) return;
        reader = start;
        reader.ReadString();     // says what is wrong with it
    }

    // Both are within the years 1 to 9999, so no tick is lost.
    private static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
