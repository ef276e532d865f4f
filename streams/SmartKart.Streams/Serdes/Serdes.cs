namespace SmartKart.Streams;

/// <summary>The built-in serdes.</summary>
public static class Serdes
{
    /// <summary>The built-in serde for a type; null where there is none.</summary>
    internal static ISerde<T>? Find<T>() => null;
}
