using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>What is kept of the elements of one array, element after element, in memory that is used again for the next event.</summary>
/// <param name="slots">Of an element.</param>
internal sealed class ElementBuffer(int slots)
{
    private const int FirstElements = 16;
    private const int KeptElements = 4096;       // an event of more gives its memory back: such are rare

    private Scalar[] _values = new Scalar[FirstElements * slots];

    internal int Count { get; private set; }

    /// <summary>One element's values, by slot.</summary>
    internal ReadOnlySpan<Scalar> this[int element] => _values.AsSpan(element * slots, slots);

    /// <summary>Room for one more, all NULL.</summary>
    internal Span<Scalar> Add()
    {
        var start = Count * slots;
        if (start == _values.Length) Array.Resize(ref _values, Math.Max(start, slots) * 2);
        Count++;
        return _values.AsSpan(start, slots);
    }

    internal void Clear()
    {
        if (Count > KeptElements) _values = new Scalar[FirstElements * slots];
        else _values.AsSpan(0, Count * slots).Clear();
        Count = 0;
    }
}
