namespace SmartKart.Warehouse.DuckDb;

/// <summary>What may be done with a database file.</summary>
public enum DuckDbAccessMode
{
    /// <summary>Reading and writing; the file is made where there is none. One process at a time.</summary>
    ReadWrite,

    /// <summary>Reading a file that exists. Any number of processes, none of which writes.</summary>
    ReadOnly,
}
