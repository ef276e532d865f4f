namespace SmartKart.Streams.Native.RocksDb;

/// <summary>Writes that are applied together, in their order. Reused. One thread.</summary>
internal sealed unsafe class RocksBatch : IDisposable
{
    internal BatchHandle Handle { get; } = RocksDbApi.CreateBatch();

    /// <summary>Sets a key's value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyBytes = key)
        fixed (byte* valueBytes = value)
        {
            RocksDbApi.PutInBatch(Handle, keyBytes, (nuint)key.Length, valueBytes, (nuint)value.Length);
        }
    }

    /// <summary>Deletes a key.</summary>
    public void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyBytes = key) RocksDbApi.DeleteInBatch(Handle, keyBytes, (nuint)key.Length);
    }

    /// <summary>Deletes all keys from the one up to, and without, the other.</summary>
    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> limit)
    {
        fixed (byte* first = from)
        fixed (byte* end = limit)
        {
            RocksDbApi.DeleteRangeInBatch(Handle, first, (nuint)from.Length, end, (nuint)limit.Length);
        }
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => RocksDbApi.ClearBatch(Handle);

    /// <inheritdoc />
    public void Dispose() => Handle.Dispose();
}
