using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>The part of RocksDB's C API that sets options. Booleans are bytes, sizes in bytes.</summary>
internal static unsafe partial class RocksDbOptionsApi
{
    private const string Library = RocksDbApi.Library;

    [LibraryImport(Library, EntryPoint = "rocksdb_options_create")]
    internal static partial OptionsHandle Create();

    [LibraryImport(Library, EntryPoint = "rocksdb_options_destroy")]
    internal static partial void Destroy(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_create_if_missing")]
    internal static partial void SetCreateIfMissing(OptionsHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_write_buffer_size")]
    internal static partial void SetWriteBufferSize(OptionsHandle options, nuint value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_write_buffer_number")]
    internal static partial void SetMaxWriteBufferNumber(OptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_open_files")]
    internal static partial void SetMaxOpenFiles(OptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_background_jobs")]
    internal static partial void SetMaxBackgroundJobs(OptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_compression")]
    internal static partial void SetCompression(OptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_allow_concurrent_memtable_write")]
    internal static partial void SetAllowConcurrentMemtableWrite(OptionsHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_memtable_prefix_bloom_size_ratio")]
    internal static partial void SetMemtableBloomSizeRatio(OptionsHandle options, double value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_memtable_whole_key_filtering")]
    internal static partial void SetMemtableWholeKeyFiltering(OptionsHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_info_log_level")]
    internal static partial void SetInfoLogLevel(OptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_keep_log_file_num")]
    internal static partial void SetKeepLogFileNumber(OptionsHandle options, nuint value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_stats_dump_period_sec")]
    internal static partial void SetStatsDumpPeriod(OptionsHandle options, uint value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_block_based_table_factory")]
    internal static partial void SetBlockBasedTable(OptionsHandle options, TableOptionsHandle table);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_create")]
    internal static partial TableOptionsHandle CreateTable();

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_destroy")]
    internal static partial void DestroyTable(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_block_cache")]
    internal static partial void SetBlockCache(TableOptionsHandle options, CacheHandle cache);

    // The table takes the policy over: it is not ours to destroy.
    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_filter_policy")]
    internal static partial void SetFilterPolicy(TableOptionsHandle options, nint policy);

    [LibraryImport(Library, EntryPoint = "rocksdb_filterpolicy_create_bloom_full")]
    internal static partial nint CreateBloomFilter(double bitsPerKey);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_format_version")]
    internal static partial void SetFormatVersion(TableOptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_data_block_index_type")]
    internal static partial void SetDataBlockIndex(TableOptionsHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_data_block_hash_ratio")]
    internal static partial void SetDataBlockHashRatio(TableOptionsHandle options, double value);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_create_lru")]
    internal static partial CacheHandle CreateCache(nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_destroy")]
    internal static partial void DestroyCache(nint cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_create")]
    internal static partial ReadOptionsHandle CreateReadOptions();

    // The bounds stay where they are until the options, and all iterators made with them, are destroyed.
    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_iterate_lower_bound")]
    internal static partial void SetLowerBound(ReadOptionsHandle options, byte* key, nuint keyBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_iterate_upper_bound")]
    internal static partial void SetUpperBound(ReadOptionsHandle options, byte* key, nuint keyBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_destroy")]
    internal static partial void DestroyReadOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_create")]
    internal static partial WriteOptionsHandle CreateWriteOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_disable_WAL")]
    internal static partial void DisableLog(WriteOptionsHandle options, int disable);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_destroy")]
    internal static partial void DestroyWriteOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_create")]
    internal static partial FlushOptionsHandle CreateFlushOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_destroy")]
    internal static partial void DestroyFlushOptions(nint options);
}
