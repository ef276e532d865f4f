using System.Net;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Network;

/// <summary>One port, as its connections see it.</summary>
/// <param name="Name">What it is called in logs.</param>
/// <param name="Advertised">Where its clients are told to find the broker.</param>
/// <param name="Security">How its connections are protected.</param>
internal sealed record Listener(string Name, Func<DnsEndPoint> Advertised, ListenerSecurity Security);
