using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>One kind of request and its response.</summary>
/// <param name="Key">Its number.</param>
/// <param name="MinVersion">The oldest version that is spoken.</param>
/// <param name="MaxVersion">The newest version that is spoken.</param>
/// <param name="FlexibleSince">The first version with compact lengths and tagged fields, or <see cref="Never"/>.</param>
/// <param name="NewRequest">Makes a request with every field at its default.</param>
/// <param name="NewResponse">Makes a response with every field at its default.</param>
internal sealed record Api(
    ApiKey Key, short MinVersion, short MaxVersion, short FlexibleSince, Func<IMessage> NewRequest, Func<IMessage> NewResponse)
{
    /// <summary>The <see cref="FlexibleSince"/> of an API that has no flexible version.</summary>
    public const short Never = short.MaxValue;

    public static Api Of<TRequest, TResponse>(ApiKey key, short minVersion, short maxVersion, short flexibleSince)
        where TRequest : IMessage, new()
        where TResponse : IMessage, new() =>
        new(key, minVersion, maxVersion, flexibleSince, static () => new TRequest(), static () => new TResponse());

    public bool Speaks(short version) => version >= MinVersion && version <= MaxVersion;

    public bool IsFlexible(short version) => version >= FlexibleSince;

    public short RequestHeaderVersion(short version) => (short)(IsFlexible(version) ? 2 : 1);

    /// <summary>ApiVersions is answered with the oldest header: its client does not know yet what the broker speaks.</summary>
    public short ResponseHeaderVersion(short version) => (short)(IsFlexible(version) && Key != ApiKey.ApiVersions ? 1 : 0);
}
