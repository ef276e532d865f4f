using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Handlers.Transactions;

/// <summary>Gives a producer its id and epoch.</summary>
internal sealed class InitProducerIdHandler(TransactionCoordinator coordinator)
    : RequestHandler<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId)
{
    private const short FencedSince = 4;

    protected override async ValueTask<InitProducerIdResponse?> HandleAsync(InitProducerIdRequest request, RequestContext context)
    {
        var claimed = new ProducerIdAndEpoch(request.ProducerId, request.ProducerEpoch);
        // Both or none: half an identity is nobody's.
        if (claimed.Id < 0 != claimed.Epoch < 0) return Response(ErrorCode.InvalidRequest, ProducerIdAndEpoch.None);
        var (error, producer) = await coordinator.InitializeAsync(
            request.TransactionalId, request.TransactionTimeoutMs, claimed.Id < 0 ? null : claimed, context.Cancellation);
        return Response(TransactionHandlers.InWordsOf(error, context.Version, FencedSince), producer);
    }

    private static InitProducerIdResponse Response(ErrorCode error, ProducerIdAndEpoch producer) =>
        new() { ErrorCode = error, ProducerId = producer.Id, ProducerEpoch = producer.Epoch };
}
