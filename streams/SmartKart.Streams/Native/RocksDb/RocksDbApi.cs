using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>
/// RocksDB's C API (<c>rocksdb/c.h</c> of 7.8), as far as it is used. An <c>error</c> must be 0 before a call, and is afterwards, where
/// the call failed, a text that the caller frees.
/// </summary>
internal static unsafe partial class RocksDbApi
{
    internal const string Library = "librocksdb.so.7.8";

    [LibraryImport(Library, EntryPoint = "rocksdb_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatabaseHandle Open(OptionsHandle options, string path, ref nint error);

    [LibraryImport(Library, EntryPoint = "rocksdb_close")]
    internal static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_write")]
    internal static partial void Write(DatabaseHandle database, WriteOptionsHandle options, BatchHandle batch, ref nint error);

    [LibraryImport(Library, EntryPoint = "rocksdb_get_pinned")]
    internal static partial nint GetPinned(DatabaseHandle database, nint options, byte* key, nuint keyBytes, ref nint error);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_value")]
    internal static partial byte* PinnedValue(nint slice, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_destroy")]
    internal static partial void DestroyPinned(nint slice);

    [LibraryImport(Library, EntryPoint = "rocksdb_flush")]
    internal static partial void Flush(DatabaseHandle database, FlushOptionsHandle options, ref nint error);

    [LibraryImport(Library, EntryPoint = "rocksdb_delete_file_in_range")]
    internal static partial void DeleteFilesInRange(
        DatabaseHandle database, byte* first, nuint firstBytes, byte* limit, nuint limitBytes, ref nint error);

    [LibraryImport(Library, EntryPoint = "rocksdb_property_int", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Property(DatabaseHandle database, string name, out ulong value);

    // Of the calling thread.
    [LibraryImport(Library, EntryPoint = "rocksdb_set_perf_level")]
    internal static partial void SetPerfLevel(int level);

    [LibraryImport(Library, EntryPoint = "rocksdb_free")]
    internal static partial void Free(nint text);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_create")]
    internal static partial BatchHandle CreateBatch();

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_destroy")]
    internal static partial void DestroyBatch(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_clear")]
    internal static partial void ClearBatch(BatchHandle batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_put")]
    internal static partial void PutInBatch(BatchHandle batch, byte* key, nuint keyBytes, byte* value, nuint valueBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete")]
    internal static partial void DeleteInBatch(BatchHandle batch, byte* key, nuint keyBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete_range")]
    internal static partial void DeleteRangeInBatch(BatchHandle batch, byte* first, nuint firstBytes, byte* limit, nuint limitBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_create_iterator")]
    internal static partial IteratorHandle CreateIterator(DatabaseHandle database, ReadOptionsHandle options);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_destroy")]
    internal static partial void DestroyIterator(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_valid")]
    internal static partial byte IsValid(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek")]
    internal static partial void Seek(IteratorHandle iterator, byte* key, nuint keyBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_first")]
    internal static partial void SeekToFirst(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_last")]
    internal static partial void SeekToLast(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_next")]
    internal static partial void Next(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_prev")]
    internal static partial void Previous(IteratorHandle iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_key")]
    internal static partial byte* Key(IteratorHandle iterator, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_value")]
    internal static partial byte* Value(IteratorHandle iterator, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_get_error")]
    internal static partial void GetError(IteratorHandle iterator, ref nint error);
}
