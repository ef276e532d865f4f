namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>The fields of an event that are kept, by their dotted paths, and the slot of each: numbered as they are asked for.</summary>
internal sealed class FieldSlots
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    internal int Count => _slots.Count;

    /// <summary>The slot of a path that is to be kept from now on.</summary>
    internal int Keep(string path)
    {
        if (!_slots.TryGetValue(path, out var slot)) _slots.Add(path, slot = _slots.Count);
        return slot;
    }

    /// <summary>The slot of a path, or <see cref="ReadStep.None"/>.</summary>
    internal int Of(string path) => _slots.GetValueOrDefault(path, ReadStep.None);

    /// <summary>Whether a path with this beginning is kept.</summary>
    internal bool HasBelow(string prefix) => _slots.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal));
}
