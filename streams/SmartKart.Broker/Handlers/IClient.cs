using System.Net;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Handlers;

/// <summary>A connected client, as handlers see it.</summary>
internal interface IClient
{
    /// <summary>Its address, in Kafka's form for groups: <c>/127.0.0.1</c>.</summary>
    string Host { get; }

    /// <summary>Where clients of the same listener are told to find this broker.</summary>
    DnsEndPoint Advertised { get; }

    /// <summary>Who it is, and how far it has proved that.</summary>
    Authentication Authentication { get; }
}
