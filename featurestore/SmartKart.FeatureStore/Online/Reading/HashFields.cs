using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// Fields that are read of a hash at once: HGET of one, which costs Redis least, HMGET of several. All of the command but the key is written
/// here, once. Immutable, thread safe.
/// </summary>
internal sealed class HashFields
{
    private readonly byte[] _before;
    private readonly byte[] _after;

    /// <summary>Some fields, one at least.</summary>
    public HashFields(params IReadOnlyList<byte[]> fields)
    {
        Count = fields.Count;
        var parts = new RespCommands().Begin(2 + Count).Add(Count == 1 ? "HGET"u8 : "HMGET"u8);
        _before = parts.Written.ToArray();
        parts.Clear();
        foreach (var field in fields) parts.Add(field);
        _after = parts.Written.ToArray();
    }

    /// <summary>How many there are: values that a hash has, or hasn't.</summary>
    public int Count { get; }

    /// <summary>Adds the command that reads them of a hash.</summary>
    public void AppendTo(RespCommands commands, ReadOnlySpan<byte> key) => commands.Add(_before, key, _after);
}
