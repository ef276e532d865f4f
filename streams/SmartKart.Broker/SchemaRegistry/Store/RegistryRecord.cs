using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// What one record of the registry's log says. A later record of the same key stands for all before it, so the log may be
/// compacted. A subject of null is the registry itself.
/// </summary>
internal abstract record RegistryRecord;

/// <summary>A version, or with no schema that it is gone for good.</summary>
internal sealed record SchemaRecord(string Subject, int Version, StoredSchema? Schema) : RegistryRecord;

/// <summary>A subject's or the registry's settings, or with none that they are as by default.</summary>
internal sealed record ConfigRecord(string? Subject, RegistryConfig? Config) : RegistryRecord;

/// <summary>A subject's or the registry's mode, or with none that it is as by default.</summary>
internal sealed record ModeRecord(string? Subject, RegistryMode? Mode) : RegistryRecord;

/// <summary>All versions up to one are softly deleted.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="LastVersion">The last of them; null for a tombstone, which says nothing.</param>
internal sealed record DeleteSubjectRecord(string Subject, int? LastVersion) : RegistryRecord;

/// <summary>What was softly deleted is gone for good, of a subject or of all: before schemas are imported.</summary>
internal sealed record ClearSubjectRecord(string? Subject) : RegistryRecord;

/// <summary>
/// The highest id ever given; null where a Confluent registry wrote the record, for which it means nothing. Compaction removes what
/// was deleted for good, and with it, but for this, the memory of its id. It travels as NOOP, which Confluent's registry skips.
/// </summary>
internal sealed record HighestIdRecord(int? Id) : RegistryRecord;
