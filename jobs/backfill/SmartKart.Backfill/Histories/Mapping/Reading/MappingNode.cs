namespace SmartKart.Backfill.Histories.Mapping.Reading;

/// <summary>A value of a mapping's file, with its place.</summary>
internal abstract record MappingNode(MappingPosition At);

/// <summary>A text, a number: what YAML calls a scalar.</summary>
internal sealed record TextNode(MappingPosition At, string Text) : MappingNode(At);

/// <summary>Values in order.</summary>
internal sealed record ListNode(MappingPosition At, IReadOnlyList<MappingNode> Items) : MappingNode(At);

/// <summary>Keys with values, in the order written; each key once.</summary>
internal sealed record KeysNode(MappingPosition At, IReadOnlyList<KeyValuePair<TextNode, MappingNode>> Entries) : MappingNode(At)
{
    public MappingNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;
}
