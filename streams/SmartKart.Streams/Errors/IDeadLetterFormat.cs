using System.Buffers;

namespace SmartKart.Streams;

/// <summary>
/// How a record that failed is written to the dead-letter topic, where it isn't to stand there as it came with headers that say what happened. It may be
/// asked by several threads at once.
/// </summary>
public interface IDeadLetterFormat
{
    /// <summary>Writes a dead letter.</summary>
    /// <param name="record">The record that failed.</param>
    /// <param name="exception">What went wrong.</param>
    /// <param name="letter">Who gave up on it, and when.</param>
    /// <param name="key">Takes the dead letter's key.</param>
    /// <param name="value">Takes its value.</param>
    void Write(FailedRecord record, Exception exception, DeadLetterOrigin letter, IBufferWriter<byte> key, IBufferWriter<byte> value);
}

/// <summary>Who gave up on a record.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="At">When.</param>
public readonly record struct DeadLetterOrigin(string ApplicationId, DateTimeOffset At);
