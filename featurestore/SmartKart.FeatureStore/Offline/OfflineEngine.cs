namespace SmartKart.FeatureStore.Offline;

/// <summary>What computes features from history.</summary>
public enum OfflineEngine
{
    /// <summary>The sweep, on one machine: <see cref="TrainingSet"/>. It calls the tiles' own aggregates.</summary>
    Local,
    /// <summary>The generated SQL, on DuckDB: <see cref="SqlTrainingSet"/>. It knows nothing of tiles, and is exact where they sketch.</summary>
    Sql,
}
