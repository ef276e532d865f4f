using SmartKart.Schemas;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>
/// Keeps events that can't be used in the dead-letter topic, and stops at whatever is no event's fault: a registry that doesn't answer would else
/// empty a topic into the dead letters.
/// </summary>
public sealed class EventFaults : IExceptionHandler
{
    private EventFaults() { }

    /// <summary>The handler, of records that can't be read and of those that a processor refuses.</summary>
    public static EventFaults Handler { get; } = new();

    /// <inheritdoc/>
    public ExceptionHandlerResponse Handle(FailedRecord record, Exception exception) =>
        IsOfTheEvent(exception) ? ExceptionHandlerResponse.DeadLetter : ExceptionHandlerResponse.Fail;

    /// <summary>Whether an exception says that the event itself can't be used, by whomever, however often it is read.</summary>
    public static bool IsOfTheEvent(Exception exception) => exception switch
    {
        UnusableEventException => true,
        SchemaRegistryException fault => fault.ErrorCode == RegistryErrorCode.SchemaNotFound,
        _ => exception is SchemaException,
    };
}
