using System.Text;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Rules;

namespace SmartKart.Schemas;

/// <summary>
/// Which events of a topic count: what its contract says of values beyond their types (<c>"minimum"</c>, <c>"minLength"</c>, <c>"maxLength"</c>,
/// <c>"format": "currency"</c>, <c>"nonZero"</c>, <c>"sumOf"</c>), and when an event may have happened. Every reader asks the same, of the same bytes and
/// the record's own time, so all agree, however late they read. Hot path: per event; it allocates nothing. Immutable, thread safe.
/// </summary>
public sealed class EventRules
{
    /// <summary>How far an event may be ahead of the time at which its record was appended: clocks differ.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(1);

    private const string EventTime = "occurred_at";
    private const long LatestMicros = 253_402_300_800_000_000;      // the year 10000, where calendars end
    private const long MicrosPerMs = 1000;
    private const int SlotsMax = 8;
    private const long Missing = long.MinValue;     // of a number that is kept: no contract's is so small

    private readonly string _topic;
    private readonly RuleStep[] _steps;
    private readonly int _slots;

    private EventRules(string topic, RecordSchema contract)
    {
        var compiler = new RuleCompiler();
        (_topic, _steps, _slots) = (topic, compiler.Compile(contract), compiler.Slots);
        if (_slots > SlotsMax) throw new ArgumentException($"The contract {contract.FullName} has sums over {_slots} fields, and at most {SlotsMax} can be.", nameof(contract));
    }

    /// <summary>The rules of a topic's contract.</summary>
    /// <exception cref="TopicCatalogException">It has none.</exception>
    public static EventRules Of(Topic topic) => Of(topic.Name, EventSchemas.Shipped.Of(topic));

    /// <summary>The rules of any contract.</summary>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="contract">The contract.</param>
    /// <exception cref="ArgumentException">A field has a rule that its type can't have.</exception>
    public static EventRules Of(string topic, RecordSchema contract) => new(topic, contract);

    /// <summary>Holds an event to the rules.</summary>
    /// <param name="bytes">Its Avro binary as the contract lays it out, and sound: it was read before.</param>
    /// <param name="loggedAtMs">When its record was appended, in ms since 1970; below 0 where that isn't known, and then it may be ahead.</param>
    /// <exception cref="EventRuleException">It breaks one.</exception>
    public void Check(ReadOnlySpan<byte> bytes, long loggedAtMs)
    {
        var reader = new AvroReader(bytes);
        Span<long> kept = stackalloc long[SlotsMax];
        kept.Fill(Missing);
        Check(_steps, ref reader, kept, loggedAtMs);
    }

    /// <summary>Holds an event's time alone to the rules.</summary>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="micros">When it happened, in microseconds since 1970.</param>
    /// <param name="loggedAtMs">As for <see cref="Check(ReadOnlySpan{byte}, long)"/>.</param>
    /// <exception cref="EventRuleException">It breaks one.</exception>
    public static void CheckTime(string topic, long micros, long loggedAtMs) => CheckTime(topic, EventTime, micros, loggedAtMs);

    /// <summary>Holds a time of an event to the rules.</summary>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="field">The field, for messages.</param>
    /// <param name="micros">Microseconds since 1970.</param>
    /// <param name="loggedAtMs">As for <see cref="Check(ReadOnlySpan{byte}, long)"/>.</param>
    /// <exception cref="EventRuleException">It breaks one.</exception>
    public static void CheckTime(string topic, string field, long micros, long loggedAtMs)
    {
        if (micros is < 0 or >= LatestMicros) throw EventRuleException.NoTime(topic, field, micros);
        // A record's time is of its millisecond's begin.
        if (loggedAtMs >= 0 && micros >= ((loggedAtMs + 1) * MicrosPerMs) + (AheadMax.Ticks / TimeSpan.TicksPerMicrosecond))
            throw EventRuleException.Ahead(topic, field, micros, AheadMax);
    }

    private void Check(RuleStep[] steps, ref AvroReader reader, scoped Span<long> kept, long loggedAtMs)
    {
        foreach (var step in steps)
        {
            if (step.NullBranch >= 0 && reader.ReadUnion(2) == step.NullBranch) continue;
            switch (step.Kind)
            {
                case RuleStepKind.Skip: reader.Skip(step.Schema); break;
                case RuleStepKind.Text: CheckText(step.Rule!, reader.ReadBytes()); break;        // a text is kept for no other field, so it has a rule
                case RuleStepKind.Int: CheckNumber(step, reader.ReadInt(), kept); break;
                case RuleStepKind.Long: CheckNumber(step, reader.ReadLong(), kept); break;
                case RuleStepKind.Money: CheckNumber(step, reader.ReadUnscaledDecimal(step.Precision), kept); break;
                case RuleStepKind.Time: CheckTime(_topic, step.Rule!.Field, reader.ReadLong(), loggedAtMs); break;      // as of a text
                case RuleStepKind.Record: Check(step.Children, ref reader, kept, loggedAtMs); break;
                case RuleStepKind.Array:
                    for (int block; (block = reader.ReadBlock(step.MinItemBytes)) > 0;)
                        for (; block > 0; block--) Check(step.Children, ref reader, kept, loggedAtMs);
                    break;
                default: throw new System.Diagnostics.UnreachableException($"There is no step {step.Kind}.");
            }
        }
    }

    private void CheckText(FieldRule rule, ReadOnlySpan<byte> text)
    {
        if (rule.IsCurrency && !CurrencyCodes.Contains(text))
            throw EventRuleException.Currency(_topic, rule.Field, Encoding.UTF8.GetString(text[..Math.Min(text.Length, 16)]));
        // No character has fewer bytes than one, so most texts needn't be counted.
        if (text.Length >= rule.MinLength && text.Length <= rule.MaxLength) return;
        var characters = Encoding.UTF8.GetCharCount(text);
        if (characters < rule.MinLength || characters > rule.MaxLength)
            throw EventRuleException.Length(_topic, rule.Field, characters, rule.MinLength, rule.MaxLength);
    }

    private void CheckNumber(RuleStep step, long value, scoped Span<long> kept)
    {
        if (step.Slot >= 0) kept[step.Slot] = value;
        if (step.Rule is not { } rule) return;
        if (value < rule.Minimum) throw EventRuleException.Below(_topic, rule.Field, Scaled(value, rule), Scaled(rule.Minimum, rule));
        if (rule.IsNonZero && value == 0) throw EventRuleException.Zero(_topic, rule.Field);
        if (rule.SumOf is { } names && kept[step.SumOf.First] is var first && kept[step.SumOf.Second] is var second
            && first != Missing && second != Missing && value != first + second)
            throw EventRuleException.Sum(_topic, rule.Field, value, first, names.First, second, names.Second);
    }

    private static decimal Scaled(long value, FieldRule rule) => value * new decimal(1, 0, 0, isNegative: false, (byte)rule.Scale);
}
