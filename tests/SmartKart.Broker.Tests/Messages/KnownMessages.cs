using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>A message, and which of its versions are flexible.</summary>
internal sealed record KnownMessage(string Name, short MinVersion, short MaxVersion, short FlexibleSince, Func<IMessage> New)
{
    public IEnumerable<short> Versions => Enumerable.Range(MinVersion, MaxVersion - MinVersion + 1).Select(version => (short)version);

    public bool IsFlexible(short version) => version >= FlexibleSince;
}

/// <summary>Every message that the broker declares: both sides of each API, the headers, and what clients hand each other.</summary>
internal static class KnownMessages
{
    public static IReadOnlyList<KnownMessage> All { get; } =
    [
        .. MessageCatalog.Apis.SelectMany(Both),
        new(nameof(RequestHeader), 0, 2, 2, static () => new RequestHeader()),
        new(nameof(ResponseHeader), 0, 1, 1, static () => new ResponseHeader()),
        new(nameof(ConsumerProtocolSubscription), 0, 3, Api.Never, static () => new ConsumerProtocolSubscription()),
        new(nameof(ConsumerProtocolAssignment), 0, 3, Api.Never, static () => new ConsumerProtocolAssignment()),
    ];

    public static TheoryData<string> Names => [.. All.Select(message => message.Name)];

    public static KnownMessage Named(string name) => All.Single(message => message.Name == name);

    private static IEnumerable<KnownMessage> Both(Api api) =>
    [
        new($"{api.Key}Request", api.MinVersion, api.MaxVersion, api.FlexibleSince, api.NewRequest),
        new($"{api.Key}Response", api.MinVersion, api.MaxVersion, api.FlexibleSince, api.NewResponse),
    ];
}
