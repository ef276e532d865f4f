namespace SmartKart.Schemas;

/// <summary>Avro's null where nothing else is allowed: a value that says nothing and takes no bytes.</summary>
public readonly record struct AvroNull;
