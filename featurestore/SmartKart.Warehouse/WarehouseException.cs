namespace SmartKart.Warehouse;

/// <summary>
/// The warehouse could not do as asked. The leaves say whose fault it is: the installation's, the SQL's, or the reader's.
/// </summary>
public abstract class WarehouseException : Exception
{
    private protected WarehouseException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>The engine's native library is not there or cannot be loaded. Nothing was opened.</summary>
public sealed class WarehouseLibraryException : WarehouseException
{
    internal WarehouseLibraryException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>The engine refused a statement, or failed while it ran. The message is the engine's own, followed by the SQL.</summary>
public sealed class WarehouseQueryException : WarehouseException
{
    internal WarehouseQueryException(string engineMessage, string sql) : base($"{engineMessage}\nin the SQL:\n{sql}")
    {
        EngineMessage = engineMessage;
        Sql = sql;
    }

    /// <summary>What the engine said, as it said it.</summary>
    public string EngineMessage { get; }

    /// <summary>The statement that it said it about.</summary>
    public string Sql { get; }
}

/// <summary>A column was read as a type that it does not hold, or holds a value (NULL, infinity) which that type cannot.</summary>
public sealed class WarehouseValueException : WarehouseException
{
    internal WarehouseValueException(string message, Exception? cause = null) : base(message, cause) { }
}
