using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Handlers.Transactions;

/// <summary>Commits or aborts a transaction.</summary>
internal sealed class EndTxnHandler(TransactionCoordinator coordinator) : RequestHandler<EndTxnRequest, EndTxnResponse>(ApiKey.EndTxn)
{
    private const short FencedSince = 2;

    protected override async ValueTask<EndTxnResponse?> HandleAsync(EndTxnRequest request, RequestContext context)
    {
        var producer = new ProducerIdAndEpoch(request.ProducerId, request.ProducerEpoch);
        var error = await coordinator.EndAsync(request.TransactionalId, producer, request.Committed, context.Cancellation);
        return new EndTxnResponse { ErrorCode = TransactionHandlers.InWordsOf(error, context.Version, FencedSince) };
    }
}
