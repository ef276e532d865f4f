namespace SmartKart.Broker.Tests.SchemaRegistry;

/// <summary>A record that evolves, as people write it.</summary>
internal static class TestSchemas
{
    public const string Cart = """{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"id","type":"string"}]}""";

    /// <summary>Reads what <see cref="Cart"/> wrote, and is read by it.</summary>
    public const string CartWithNote =
        """{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"note","type":"string","default":""}]}""";

    /// <summary>Does not read what <see cref="Cart"/> wrote, but is read by it.</summary>
    public const string CartWithTotal =
        """{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"total","type":"long"}]}""";

    /// <summary>Reads what all of them wrote, and is read by none.</summary>
    public const string EmptyCart = """{"type":"record","name":"Cart","namespace":"shop","fields":[]}""";

    public const string Money = """{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}""";
    public const string Line = """{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"price","type":"shop.Money"}]}""";
}
