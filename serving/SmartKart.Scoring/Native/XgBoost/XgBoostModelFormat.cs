namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>How a model is written. Every XGBoost since 1.6 reads both, and so does <see cref="Trees.TreeEnsemble"/>.</summary>
public enum XgBoostModelFormat
{
    /// <summary>Text.</summary>
    Json,

    /// <summary>Universal Binary JSON (ubjson.org): about half the bytes, and numbers as they are in memory.</summary>
    Ubj,
}
