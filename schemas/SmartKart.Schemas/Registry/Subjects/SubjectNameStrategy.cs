namespace SmartKart.Schemas.Registry;

/// <summary>
/// Under which subject a topic's schemas are registered, and so what must stay compatible with what. The names are Confluent's.
/// </summary>
public enum SubjectNameStrategy
{
    /// <summary><c>&lt;topic&gt;-key</c> or <c>&lt;topic&gt;-value</c>: one record type a topic. Confluent's default, and ours.</summary>
    TopicName,

    /// <summary><c>&lt;record's full name&gt;</c>: a type evolves as one wherever it travels, and a topic may carry several.</summary>
    RecordName,

    /// <summary><c>&lt;topic&gt;-&lt;record's full name&gt;</c>: a topic may carry several types, each evolving by itself there.</summary>
    TopicRecordName,
}
