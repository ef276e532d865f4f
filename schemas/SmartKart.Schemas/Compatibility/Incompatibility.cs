namespace SmartKart.Schemas;

/// <summary>Why data of one schema cannot be read with another, in the words of Apache Avro's <c>SchemaCompatibility</c>.</summary>
public enum IncompatibilityKind
{
    /// <summary>Two named types have different names, and no alias joins them.</summary>
    NameMismatch,
    /// <summary>Two fixed have different sizes.</summary>
    FixedSizeMismatch,
    /// <summary>The writer's enum has symbols that the reader's lacks, and the reader's has no default.</summary>
    MissingEnumSymbols,
    /// <summary>The reader's field is not in the data, and has no default.</summary>
    ReaderFieldMissingDefaultValue,
    /// <summary>The types differ, and none is promoted to the other; or two decimals differ.</summary>
    TypeMismatch,
    /// <summary>The reader's union has no branch for what the writer may write.</summary>
    MissingUnionBranch,
}

/// <summary>One place at which a reader's schema cannot read a writer's data.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Path">The place in the reader's schema, as a JSON pointer that looks through named types:
/// <c>/fields/3/type/items/fields/1/type</c>; <c>/</c> is the schema itself.</param>
/// <param name="Field">The same in names, such as <c>lines.unit_price</c>; empty outside of any record.</param>
/// <param name="Reason">What does not fit, and the remedies on either side.</param>
public sealed record Incompatibility(IncompatibilityKind Kind, string Path, string Field, string Reason)
{
    /// <summary>The kind as Apache Avro writes it, such as <c>TYPE_MISMATCH</c>.</summary>
    public string Keyword => Kind switch
    {
        IncompatibilityKind.NameMismatch => "NAME_MISMATCH",
        IncompatibilityKind.FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
        IncompatibilityKind.MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
        IncompatibilityKind.ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
        IncompatibilityKind.TypeMismatch => "TYPE_MISMATCH",
        _ => "MISSING_UNION_BRANCH",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Keyword} at {Path}{(Field.Length == 0 ? "" : $" ({Field})")}: {Reason}";
}
