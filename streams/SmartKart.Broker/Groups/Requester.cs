namespace SmartKart.Broker.Groups;

/// <summary>Who asks for something, and in which version of the request.</summary>
internal readonly record struct Requester(string ClientId, string Host, short Version);
