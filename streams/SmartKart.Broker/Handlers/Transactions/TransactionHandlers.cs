using SmartKart.Broker.Protocol;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Handlers.Transactions;

/// <summary>The requests that the transaction coordinator answers.</summary>
internal static class TransactionHandlers
{
    public static IEnumerable<IRequestHandler> All(TransactionCoordinator coordinator) =>
    [
        new InitProducerIdHandler(coordinator), new AddPartitionsToTxnHandler(coordinator),
        new AddOffsetsToTxnHandler(coordinator), new EndTxnHandler(coordinator),
    ];

    /// <summary>Clients of older versions do not know PRODUCER_FENCED; they knew it as INVALID_PRODUCER_EPOCH (KIP-588).</summary>
    /// <param name="error">What is to be said.</param>
    /// <param name="version">The request's.</param>
    /// <param name="fencedSince">The first version that knows the word.</param>
    public static ErrorCode InWordsOf(ErrorCode error, short version, short fencedSince) =>
        error == ErrorCode.ProducerFenced && version < fencedSince ? ErrorCode.InvalidProducerEpoch : error;
}
