namespace SmartKart.Broker.Groups;

/// <summary>Who commits offsets, by its own word.</summary>
/// <param name="MemberId">Empty for none.</param>
/// <param name="InstanceId">A static member's.</param>
/// <param name="GenerationOrEpoch">Of the member; negative for who is in no group.</param>
internal readonly record struct Committer(string MemberId, string? InstanceId, int GenerationOrEpoch);
