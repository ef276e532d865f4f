using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

/// <summary>The rules that every event contract keeps. Each breach is a sentence that begins with the schema's or field's place.</summary>
internal static class ContractRules
{
    // A field of one of these names, in any event, is personal data; so is one whose name ends like the last two.
    private static readonly string[] PersonalNames =
        ["user_id", "session_id", "device_id", "network_address", "card_fingerprint", "query", "email", "phone", "full_name"];
    private static readonly string[] PersonalEndings = ["_address_hash", "_address"];

    private static readonly string[] MoneyWords =
        ["price", "amount", "total", "subtotal", "discount", "shipping", "tax", "refund", "revenue", "cost", "fee"];

    public static IEnumerable<string> Breaches(RecordSchema contract) =>
        OfEvent(contract).Concat(OfNamedTypes(contract, contract.Name.Namespace)).Concat(OfFields(contract, currencyIsNear: false));

    private static IEnumerable<string> OfEvent(RecordSchema contract)
    {
        if (contract.Name.Namespace != "smartkart.events")
            yield return $"{contract.At}: '{contract.FullName}' is not in the namespace smartkart.events";
        if (contract.Field("event_id")?.Schema.Logical?.Kind != LogicalKind.Uuid)
            yield return $"{contract.At}: '{contract.Name}' has no event_id that is a uuid";
        if (contract.Field("occurred_at")?.Schema.Logical?.Kind != LogicalKind.TimestampMicros)
            yield return $"{contract.At}: '{contract.Name}' has no occurred_at that is a timestamp-micros";
    }

    private static IEnumerable<string> OfNamedTypes(RecordSchema contract, string space)
    {
        foreach (var type in Schemas(contract).OfType<NamedSchema>().Distinct())
        {
            if (type.Name.Namespace != space) yield return $"{type.At}: '{type.FullName}' is not in the namespace {space}";
            if (string.IsNullOrWhiteSpace(type.Doc)) yield return $"{type.At}: '{type.Name}' has no doc";
            if (type is not EnumSchema symbols) continue;
            if (symbols.Default != "unknown" || symbols.Symbols[0] != "unknown") yield return $"{type.At}: the first symbol and the default of '{type.Name}' are not unknown";
            foreach (var symbol in symbols.Symbols.Where(symbol => !IsSnakeCase(symbol)))
                yield return $"{type.At}: the symbol '{symbol}' of '{type.Name}' is not in snake case";
            foreach (var symbol in symbols.Symbols.Where(symbol => type.Doc?.Contains(symbol, StringComparison.Ordinal) != true))
                yield return $"{type.At}: the doc of '{type.Name}' does not say what '{symbol}' means";
        }
    }

    private static IEnumerable<string> OfFields(RecordSchema record, bool currencyIsNear)
    {
        currencyIsNear |= record.Field("currency") is { } currency && NotNull(currency.Schema) is { Type: AvroType.String };
        foreach (var field in record.Fields)
        {
            var name = $"{field.At}: '{record.Name.Name}.{field.Name}'";
            var schema = NotNull(field.Schema);
            if (!IsSnakeCase(field.Name)) yield return $"{name} is not in snake case";
            if (string.IsNullOrWhiteSpace(field.Doc) || !field.Doc.EndsWith('.')) yield return $"{name} has no doc that is a sentence";
            if (field.Schema is UnionSchema union && (union.NullIndex != 0 || union.Branches.Count != 2 || field.Default?.Kind != JsonKind.Null))
                yield return $"{name} is a union other than [\"null\", T] with the default null";
            if (field.Name.EndsWith("_id", StringComparison.Ordinal) && schema.Type != AvroType.String) yield return $"{name} is an id but not a string";
            if (field.Name.EndsWith("_at", StringComparison.Ordinal) && schema.Logical?.Kind != LogicalKind.TimestampMicros) yield return $"{name} is a time but not a timestamp-micros";
            if (schema.Logical is { Kind: LogicalKind.Decimal } money)
            {
                if (schema.Type != AvroType.Bytes || money is not { Precision: 18, Scale: 4 }) yield return $"{name} is a decimal other than bytes of precision 18 and scale 4";
                if (!currencyIsNear) yield return $"{name} is money with no currency beside it, nor in the record that holds it";
            }
            else if (IsMoney(field.Name) && schema.Type is AvroType.Float or AvroType.Double or AvroType.Int or AvroType.Long)
                yield return $"{name} is money but not a decimal";
            if (MustBePersonal(field.Name) && !field.IsPersonal()) yield return $"{name} is personal data and not marked \"pii\": true";
            foreach (var breach in Schemas(field.Schema).OfType<RecordSchema>().Take(1).SelectMany(inner => OfFields(inner, currencyIsNear)))
                yield return breach;
        }
    }

    private static bool IsMoney(string name) => name.Split('_').Any(word => MoneyWords.Contains(word));

    private static bool MustBePersonal(string name) =>
        PersonalNames.Contains(name) || PersonalEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsSnakeCase(string name) => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static AvroSchema NotNull(AvroSchema schema) =>
        schema is UnionSchema { NullIndex: 0, Branches: [_, var other] } ? other : schema;

    /// <summary>The schema and all it is made of. No contract is recursive.</summary>
    private static IEnumerable<AvroSchema> Schemas(AvroSchema schema) => schema switch
    {
        RecordSchema record => record.Fields.SelectMany(field => Schemas(field.Schema)).Prepend(record),
        ArraySchema array => Schemas(array.Items).Prepend(array),
        MapSchema map => Schemas(map.Values).Prepend(map),
        UnionSchema union => union.Branches.SelectMany(Schemas).Prepend(union),
        _ => [schema],
    };
}
