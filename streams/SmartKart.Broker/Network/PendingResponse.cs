using SmartKart.Broker.Handlers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Network;

/// <summary>An answer that is not there yet.</summary>
/// <param name="Context">The request's circumstances.</param>
/// <param name="CorrelationId">The request's number.</param>
/// <param name="Answer">The answer; null for none.</param>
/// <param name="Started">When the request was read, as a timestamp.</param>
internal readonly record struct PendingResponse(RequestContext Context, int CorrelationId, ValueTask<IMessage?> Answer, long Started);
