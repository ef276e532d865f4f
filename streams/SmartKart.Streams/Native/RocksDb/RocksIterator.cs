namespace SmartKart.Streams.Native.RocksDb;

/// <summary>A walk over a database as it was when the walk was opened, within bounds. One thread; the spans are valid until it moves.</summary>
internal sealed unsafe class RocksIterator(IteratorHandle handle) : IDisposable
{
    /// <summary>Whether it stands at an entry; where not, <see cref="Status"/> tells the end from an error.</summary>
    public bool IsValid => RocksDbApi.IsValid(handle) != 0;

    /// <summary>The key at hand.</summary>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            var bytes = RocksDbApi.Key(handle, out var length);
            return new ReadOnlySpan<byte>(bytes, checked((int)length));
        }
    }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            var bytes = RocksDbApi.Value(handle, out var length);
            return new ReadOnlySpan<byte>(bytes, checked((int)length));
        }
    }

    /// <summary>What went wrong, if anything.</summary>
    public RocksDbStatus Status
    {
        get
        {
            nint error = 0;
            RocksDbApi.GetError(handle, ref error);
            return RocksDbStatus.Take(error);
        }
    }

    /// <summary>Goes to the first key at or after this one.</summary>
    public void Seek(ReadOnlySpan<byte> key)
    {
        fixed (byte* bytes = key) RocksDbApi.Seek(handle, bytes, (nuint)key.Length);
    }

    /// <summary>Goes to the first key of all within its bounds.</summary>
    public void SeekToFirst() => RocksDbApi.SeekToFirst(handle);

    /// <summary>Goes to the last key of all within its bounds.</summary>
    public void SeekToLast() => RocksDbApi.SeekToLast(handle);

    /// <summary>Goes to the next key.</summary>
    public void Next() => RocksDbApi.Next(handle);

    /// <summary>Goes to the key before.</summary>
    public void Previous() => RocksDbApi.Previous(handle);

    /// <inheritdoc />
    public void Dispose() => handle.Dispose();
}
