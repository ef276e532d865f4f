namespace SmartKart.Streams.State.Bytes;

/// <summary>Writes that belong together: per key the last, a value or a deletion, in unsigned byte order of the keys.</summary>
internal sealed class WriteSet;
