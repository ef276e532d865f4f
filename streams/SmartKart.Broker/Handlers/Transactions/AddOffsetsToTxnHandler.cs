using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Handlers.Transactions;

/// <summary>Takes a group's offsets into a transaction. All groups' offsets lie in the one partition of the offsets topic.</summary>
internal sealed class AddOffsetsToTxnHandler(TransactionCoordinator coordinator)
    : RequestHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(ApiKey.AddOffsetsToTxn)
{
    private const short FencedSince = 2;

    protected override async ValueTask<AddOffsetsToTxnResponse?> HandleAsync(AddOffsetsToTxnRequest request, RequestContext context)
    {
        var producer = new ProducerIdAndEpoch(request.ProducerId, request.ProducerEpoch);
        var error = await coordinator.AddOffsetsAsync(request.TransactionalId, producer, context.Cancellation);
        return new AddOffsetsToTxnResponse { ErrorCode = TransactionHandlers.InWordsOf(error, context.Version, FencedSince) };
    }
}
