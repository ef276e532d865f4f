namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>Native objects that say what is asked for, for the length of one call: librdkafka copies what it needs of them.</summary>
/// <param name="destroy">How one of them is let go.</param>
internal sealed class RequestObjects(Action<nint> destroy) : IDisposable
{
    private readonly List<nint> _objects = [];

    internal nint[] Pointers => [.. _objects];

    internal nuint Count => (nuint)_objects.Count;

    internal nint Add(nint native)
    {
        _objects.Add(native);
        return native;
    }

    public void Dispose() => _objects.ForEach(destroy);
}
