namespace SmartKart.FeatureStore.Online;

/// <summary>What the store has of an entity in a view. Whatever isn't <see cref="Present"/> reads as an entity without events.</summary>
public enum OnlineStatus
{
    /// <summary>Nothing: the entity has no event, or a join key is NULL, or Redis has dropped it.</summary>
    Missing,
    /// <summary>Its features as of the asked instant.</summary>
    Present,
    /// <summary>Its newest event is as old as the view's ttl, or older.</summary>
    Expired,
    /// <summary>Bytes that can't be read, or a sum that overflows. Counted and logged; write the key anew.</summary>
    Corrupt,
    /// <summary>A sound blob of another definition under the view's version. Counted and logged; raise the version, or write the key anew.</summary>
    OtherDefinition,
}
