namespace SmartKart.Streams;

/// <summary>What happened to a table's row: its value now, and, where the reader asked for it, before. None stands for no row.</summary>
internal readonly record struct Change<V>(Optional<V> New, Optional<V> Old);
