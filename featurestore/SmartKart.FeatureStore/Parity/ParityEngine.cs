namespace SmartKart.FeatureStore.Parity;

/// <summary>What computes the offline side.</summary>
public enum ParityEngine
{
    /// <summary>The sweep, as training sets are built on one machine. It calls the tiles' own aggregates, so all must agree.</summary>
    Local,
    /// <summary>The generated SQL, on DuckDB: it knows nothing of tiles. It is exact where tiles sketch, so those differ within the stated error.</summary>
    Sql,
}
