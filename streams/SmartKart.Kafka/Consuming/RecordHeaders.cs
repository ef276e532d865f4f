using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>A record's headers, read in place: valid until its batch is disposed.</summary>
public readonly unsafe ref struct RecordHeaders
{
    private readonly nint _headers;

    internal RecordHeaders(nint headers) => _headers = headers;

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(_headers);

    /// <summary>The last header of a name, as Kafka's <c>lastHeader</c>.</summary>
    /// <param name="name">The name, UTF-8.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetLast(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var found = false;
        value = default;
        foreach (var header in this)
        {
            if (!header.Name.SequenceEqual(name)) continue;
            value = header.Value;
            found = true;
        }
        return found;
    }

    /// <summary>Walks the headers.</summary>
    public ref struct Enumerator
    {
        private readonly nint _headers;
        private nuint _next;

        internal Enumerator(nint headers) => _headers = headers;

        /// <summary>The header at hand.</summary>
        public RecordHeader Current { get; private set; }

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext()
        {
            if (_headers == 0 || ClientApi.GetHeader(_headers, _next, out var name, out var value, out var bytes) != 0) return false;
            _next++;
            Current = new RecordHeader(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), value == null, new ReadOnlySpan<byte>(value, (int)bytes));
            return true;
        }
    }
}

/// <summary>One header.</summary>
public readonly ref struct RecordHeader
{
    internal RecordHeader(ReadOnlySpan<byte> name, bool isNull, ReadOnlySpan<byte> value)
    {
        Name = name;
        IsNull = isNull;
        Value = value;
    }

    /// <summary>Its name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>It has no value.</summary>
    public bool IsNull { get; }

    /// <summary>Its value; empty where it is null.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
