using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>Why a heartbeat is refused, for the program and for the person who reads its log. The default is none.</summary>
internal readonly record struct Refusal(ErrorCode Code, string? Message = null)
{
    public bool IsNone => Code == ErrorCode.None;
}
