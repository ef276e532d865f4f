using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Handlers;

/// <summary>Which of Kafka's errors says why an append was not taken.</summary>
internal static class AppendFaults
{
    extension(AppendFault fault)
    {
        /// <summary>None for a duplicate: its producer is told where it lies, as if it had just been appended.</summary>
        public ErrorCode ErrorCode => fault switch
        {
            AppendFault.None or AppendFault.Duplicate => ErrorCode.None,
            AppendFault.Corrupt => ErrorCode.CorruptMessage,
            AppendFault.TooLarge => ErrorCode.MessageTooLarge,
            AppendFault.UnsupportedVersion => ErrorCode.UnsupportedForMessageFormat,
            AppendFault.InvalidRecord => ErrorCode.InvalidRecord,
            AppendFault.OutOfOrderSequence => ErrorCode.OutOfOrderSequenceNumber,
            AppendFault.StaleProducerEpoch => ErrorCode.InvalidProducerEpoch,
            AppendFault.InvalidTransactionState => ErrorCode.InvalidTxnState,
            _ => ErrorCode.UnknownServerError,
        };
    }
}
