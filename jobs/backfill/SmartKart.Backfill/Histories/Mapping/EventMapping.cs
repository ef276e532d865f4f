using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Histories.Mapping;

/// <summary>What makes a row of a table an event of a topic: one document of a mapping's file.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Where">SQL that is true for the rows that it takes; null for all.</param>
/// <param name="IdColumns">The columns whose values name a row among all of its kind; empty where its place in the file does.</param>
/// <param name="Root">The event's fields.</param>
internal sealed record EventMapping(Topic Topic, MappedText? Where, IReadOnlyList<MappedText> IdColumns, MappedRecord Root);

/// <summary>A text of the mapping, and where it stands.</summary>
internal sealed record MappedText(MappingPosition At, string Key, string Text);

/// <summary>What a value of the event is made from.</summary>
/// <param name="At">Where that is written.</param>
/// <param name="Path">Which value, such as <c>lines.quantity</c>.</param>
internal abstract record FieldMapping(MappingPosition At, string Path);

/// <summary>A record: its fields in the schema's order, null for one that gets its default.</summary>
internal sealed record MappedRecord(MappingPosition At, string Path, RecordSchema Schema, IReadOnlyList<FieldMapping?> Fields) : FieldMapping(At, Path);

/// <summary>A list with a fixed number of items, all made from the same row.</summary>
internal sealed record MappedList(MappingPosition At, string Path, IReadOnlyList<FieldMapping> Items) : FieldMapping(At, Path);

/// <summary>The event's id where the mapping names none: it follows from the row.</summary>
internal sealed record MappedEventId(MappingPosition At, string Path) : FieldMapping(At, Path);

/// <summary>A single value.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Path">Which value of the event.</param>
/// <param name="Schema">The value's schema, without the null of a union.</param>
/// <param name="Origin">SQL over the table's columns that gives it; NULL where the row has none.</param>
/// <param name="Source">The same in the contract's words, before it is read as the schema asks; NULL where there is no word for it.</param>
/// <param name="Format">How a time is written, in strptime's letters; null for ISO 8601.</param>
/// <param name="Unit">What a whole number counts since 1970: s, ms or us; null where the value is none.</param>
/// <param name="Zone">Whose clock a time without a zone was read from.</param>
internal sealed record MappedValue(
    MappingPosition At, string Path, AvroSchema Schema, string Origin, string Source, string? Format, string? Unit, string Zone) : FieldMapping(At, Path);
