using System.Net;

namespace SmartKart.Broker.Handlers;

/// <summary>A connected client, as handlers see it.</summary>
internal interface IClient
{
    /// <summary>Its address, in Kafka's form for groups: <c>/127.0.0.1</c>.</summary>
    string Host { get; }

    /// <summary>Where clients of the same listener are told to find this broker.</summary>
    DnsEndPoint Advertised { get; }

    /// <summary>Who it has proved to be; <c>User:ANONYMOUS</c> where the listener asks for no proof.</summary>
    string Principal { get; }
}
