namespace SmartKart.Warehouse;

/// <summary>What DuckDB calls an error, numbered as its <c>duckdb_error_type</c>; those that a caller may act on.</summary>
public enum EngineErrorKind
{
    /// <summary>Another one; the message says which.</summary>
    Other = 0,
    /// <summary>A number outside its type.</summary>
    OutOfRange = 1,
    /// <summary>A value that cannot be cast.</summary>
    Conversion = 2,
    /// <summary>Two transactions met, or the transaction is over.</summary>
    Transaction = 10,
    /// <summary>Something that this DuckDB cannot do.</summary>
    NotImplemented = 11,
    /// <summary>A table, column, function or setting that is not there, or is there already.</summary>
    Catalog = 13,
    /// <summary>Text that is no SQL.</summary>
    Parser = 14,
    /// <summary>NOT NULL, UNIQUE, CHECK or a key was violated.</summary>
    Constraint = 18,
    /// <summary>The database cannot be opened so.</summary>
    Connection = 21,
    /// <summary>SQL that does not fit what it names.</summary>
    Binder = 24,
    /// <summary>A file cannot be read or written.</summary>
    InputOutput = 28,
    /// <summary>The query was interrupted.</summary>
    Interrupt = 29,
    /// <summary>The engine gave up: the database must be opened again.</summary>
    Fatal = 30,
    /// <summary>A fault of the engine's own.</summary>
    Internal = 31,
    /// <summary>An argument that a function refuses, or a write to a database opened to be read.</summary>
    InvalidInput = 32,
    /// <summary>More memory than the limit.</summary>
    OutOfMemory = 33,
    /// <summary>Something that the settings forbid.</summary>
    Permission = 34,
    /// <summary>An extension that is not there.</summary>
    MissingExtension = 39,
}

/// <summary>Reads DuckDB's errors: each begins with its kind (<c>Binder Error: …</c>).</summary>
internal static class EngineError
{
    private static readonly (string Prefix, EngineErrorKind Kind)[] Prefixes =
    [
        ("Out of Range Error:", EngineErrorKind.OutOfRange),
        ("Conversion Error:", EngineErrorKind.Conversion),
        ("TransactionContext Error:", EngineErrorKind.Transaction),
        ("Not implemented Error:", EngineErrorKind.NotImplemented),
        ("Catalog Error:", EngineErrorKind.Catalog),
        ("Parser Error:", EngineErrorKind.Parser),
        ("Constraint Error:", EngineErrorKind.Constraint),
        ("Connection Error:", EngineErrorKind.Connection),
        ("Binder Error:", EngineErrorKind.Binder),
        ("IO Error:", EngineErrorKind.InputOutput),
        ("INTERRUPT Error:", EngineErrorKind.Interrupt),
        ("FATAL Error:", EngineErrorKind.Fatal),
        ("INTERNAL Error:", EngineErrorKind.Internal),
        ("Invalid Input Error:", EngineErrorKind.InvalidInput),
        ("Out of Memory Error:", EngineErrorKind.OutOfMemory),
        ("Permission Error:", EngineErrorKind.Permission),
        ("Missing Extension Error:", EngineErrorKind.MissingExtension),
    ];

    internal static EngineErrorKind KindOf(string message)
    {
        foreach (var (prefix, kind) in Prefixes)
            if (message.StartsWith(prefix, StringComparison.Ordinal)) return kind;
        return EngineErrorKind.Other;
    }

    /// <summary>What helps, where DuckDB does not say it itself.</summary>
    internal static string? RemedyFor(EngineErrorKind kind) => kind switch
    {
        EngineErrorKind.Conversion => "Write try_cast in the SQL where such values may be NULL, or leave those rows out.",
        EngineErrorKind.Transaction => "Roll the transaction back and run it again from its beginning.",
        EngineErrorKind.InputOutput => "Check that the path exists and may be read or written, and that no other process has the database open for writing.",
        EngineErrorKind.Fatal => "Close every connection to this database and open it again.",
        EngineErrorKind.OutOfMemory => "Raise Memory Limit, lower Threads, or name a Temp Directory with room to spill to.",
        EngineErrorKind.MissingExtension => "Extensions are neither downloaded nor loaded here: do it with what is built in.",
        _ => null,
    };
}
