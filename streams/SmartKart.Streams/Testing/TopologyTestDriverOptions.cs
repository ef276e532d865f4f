using Microsoft.Extensions.Logging;

namespace SmartKart.Streams.Testing;

/// <summary>How a test driver runs a topology.</summary>
public sealed record TopologyTestDriverOptions
{
    /// <summary>The application's id, which internal topics begin with.</summary>
    public string ApplicationId { get; init; } = "test";

    /// <summary>What the wall clock says at first.</summary>
    public DateTimeOffset InitialWallClockTime { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Where persistent stores are kept; null: in a folder of the driver's own, which goes with it.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether tables hold changes back until <see cref="TopologyTestDriver.Commit"/>. As it is, each update comes out.</summary>
    public bool CachingEnabled { get; init; }

    /// <summary>What becomes of records that can't be read.</summary>
    public IExceptionHandler DeserializationExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>What becomes of records on which a processor throws.</summary>
    public IExceptionHandler ProcessingExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>What becomes of records that can't be written.</summary>
    public IExceptionHandler ProductionExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>Where dead letters go; null: nowhere, and a handler that says so fails.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>How dead letters are written; null: as the records came, with headers.</summary>
    public IDeadLetterFormat? DeadLetterFormat { get; init; }

    /// <summary>Where skipped records are logged; null: nowhere.</summary>
    public ILogger? Logger { get; init; }
}
