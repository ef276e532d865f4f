using System.Collections;

namespace SmartKart.Streams;

/// <summary>A record's headers, in order; the same name may come more than once. It never changes: <see cref="With"/> gives a longer one.</summary>
public sealed class Headers : IReadOnlyList<Header>
{
    private readonly Header[] _headers;

    private Headers(Header[] headers) => _headers = headers;

    /// <summary>No headers.</summary>
    public static Headers Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _headers.Length;

    /// <inheritdoc />
    public Header this[int index] => _headers[index];

    /// <summary>These headers.</summary>
    public static Headers Of(params ReadOnlySpan<Header> headers) => headers.IsEmpty ? Empty : new Headers(headers.ToArray());

    /// <summary>These headers and one more.</summary>
    public Headers With(string name, ReadOnlyMemory<byte>? value) => new([.. _headers, new Header(name, value)]);

    /// <summary>The value of the last header of a name, as Kafka's <c>lastHeader</c>; null where there is none, or its value is null.</summary>
    public ReadOnlyMemory<byte>? Last(string name)
    {
        for (var at = _headers.Length - 1; at >= 0; at--)
            if (_headers[at].Name == name) return _headers[at].Value;
        return null;
    }

    /// <inheritdoc />
    public IEnumerator<Header> GetEnumerator() => ((IEnumerable<Header>)_headers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its bytes; null is allowed, and not the same as empty.</param>
public readonly record struct Header(string Name, ReadOnlyMemory<byte>? Value);
