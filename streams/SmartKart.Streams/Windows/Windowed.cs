namespace SmartKart.Streams;

/// <summary>A key in one window: the key of a windowed table.</summary>
public readonly record struct Windowed<K>(K Key, Window Window);
