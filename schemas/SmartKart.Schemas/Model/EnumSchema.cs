namespace SmartKart.Schemas;

/// <summary>One of a list of symbols.</summary>
public sealed class EnumSchema : NamedSchema
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    internal EnumSchema(AvroName name, IReadOnlyList<string> aliases, string? doc, IReadOnlyList<string> symbols, string? defaultSymbol)
        : base(AvroType.Enum, name, aliases, doc)
    {
        Symbols = symbols;
        Default = defaultSymbol;
        for (var i = 0; i < symbols.Count; i++) _indexes.Add(symbols[i], i);
    }

    /// <summary>The symbols, in the order of their index in the data.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>What a reader takes for a symbol it does not know, or null.</summary>
    public string? Default { get; }

    /// <summary>The symbol's index, or -1.</summary>
    public int IndexOf(string symbol) => _indexes.TryGetValue(symbol, out var index) ? index : -1;
}
