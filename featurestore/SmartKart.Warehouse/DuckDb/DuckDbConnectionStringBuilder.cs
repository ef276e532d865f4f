using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// A connection string in its parts: <c>Data Source=history.duckdb;Access Mode=ReadOnly;Threads=4;Memory Limit=2GB;Temp Directory=/tmp/spill</c>.
/// A key that is none of these is refused, so that a misspelt one isn't ignored.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "ADO.NET's name for it.")]
[SuppressMessage("Design", "CA1010", Justification = "ADO.NET's collections are not generic.")]
public sealed class DuckDbConnectionStringBuilder : DbConnectionStringBuilder
{
    internal const string InMemory = ":memory:";
    private const string DataSourceKey = "Data Source";
    private const string AccessModeKey = "Access Mode";
    private const string ThreadsKey = "Threads";
    private const string MemoryLimitKey = "Memory Limit";
    private const string TempDirectoryKey = "Temp Directory";
    private static readonly string[] Known = [DataSourceKey, AccessModeKey, ThreadsKey, MemoryLimitKey, TempDirectoryKey];

    /// <summary>An empty one: a database in memory.</summary>
    public DuckDbConnectionStringBuilder() { }

    /// <summary>Reads one.</summary>
    /// <param name="connectionString">Keys and values.</param>
    /// <exception cref="ArgumentException">A key that there isn't, or a value that it cannot have.</exception>
    public DuckDbConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString;

    /// <summary>
    /// A file; <c>:memory:</c>, the default, for a database in memory that goes with its connection; <c>:memory:NAME</c> for one that all
    /// connections of this process that name it share, until the last is closed.
    /// </summary>
    public string DataSource
    {
        get => Text(DataSourceKey) ?? InMemory;
        set => base[DataSourceKey] = value;
    }

    /// <summary>What may be done; reading and writing by default.</summary>
    public DuckDbAccessMode AccessMode
    {
        get => Text(AccessModeKey) is { } text ? ParseAccessMode(text) : DuckDbAccessMode.ReadWrite;
        set => this[AccessModeKey] = value;
    }

    /// <summary>Threads that DuckDB may use, at least 1; null, the default, is one per core.</summary>
    public int? Threads
    {
        get => Text(ThreadsKey) is { } text ? ParseThreads(text) : null;
        set => this[ThreadsKey] = value;
    }

    /// <summary>Memory that DuckDB may use, such as <c>2GB</c> or <c>500MiB</c>; null, the default, is 80 % of the machine's.</summary>
    public string? MemoryLimit
    {
        get => Text(MemoryLimitKey);
        set => this[MemoryLimitKey] = value;
    }

    /// <summary>Where DuckDB puts what does not fit into memory; null, the default, is beside the database file.</summary>
    public string? TempDirectory
    {
        get => Text(TempDirectoryKey);
        set => this[TempDirectoryKey] = value;
    }

    /// <inheritdoc/>
    public override ICollection Keys => Known.Where(ContainsKey).ToArray();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A key that there isn't, or a value that it cannot have.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get => base[Canonical(keyword)];
        set
        {
            var key = Canonical(keyword);
            var text = Convert.ToString(value, CultureInfo.InvariantCulture);
            if (text is not null && key == AccessModeKey) ParseAccessMode(text);
            if (text is not null && key == ThreadsKey) ParseThreads(text);
            base[key] = text;
        }
    }

    /// <summary>As the engine takes it.</summary>
    internal DuckDbOptions ToOptions()
    {
        var settings = new Dictionary<string, string>();
        if (AccessMode == DuckDbAccessMode.ReadOnly) settings["access_mode"] = "READ_ONLY";
        if (Threads is { } threads) settings["threads"] = threads.ToString(CultureInfo.InvariantCulture);
        if (MemoryLimit is { } memory) settings["memory_limit"] = memory;
        if (TempDirectory is { } folder) settings["temp_directory"] = folder;
        return new DuckDbOptions { Path = DataSource == InMemory ? null : DataSource, Settings = settings };
    }

    private string? Text(string key) => TryGetValue(key, out var value) ? (string)value : null;

    private static string Canonical(string keyword)
    {
        var letters = Letters(keyword);
        return Array.Find(Known, known => Letters(known).Equals(letters, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
            $"The connection string has the key '{keyword}', which there isn't. The keys are {string.Join(", ", Known)}.", nameof(keyword));

        static string Letters(string key) => string.Concat(key.Where(char.IsLetterOrDigit)); // DataSource is Data Source, too
    }

    private static DuckDbAccessMode ParseAccessMode(string text) =>
        Enum.TryParse<DuckDbAccessMode>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && Enum.IsDefined(mode)
            ? mode
            : throw new ArgumentException($"The connection string has {AccessModeKey}={text}. It is ReadWrite or ReadOnly.");

    private static int ParseThreads(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0
        ? threads
        : throw new ArgumentException($"The connection string has {ThreadsKey}={text}. It is a whole number from 1.");
}
