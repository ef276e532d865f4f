namespace SmartKart.Schemas.Catalogue;

/// <summary>A schema's type in words for people, such as <c>optional decimal(18, 4)</c> or <c>list of LineItem</c>.</summary>
public static class TypeText
{
    /// <summary>Describes the type; logical types go by their own names, named types by theirs with no namespace.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="named">How a named type is written, where its bare name is not wanted.</param>
    public static string Of(AvroSchema schema, Func<NamedSchema, string>? named = null)
    {
        named ??= type => type.Name.Name;
        return schema switch
        {
            { Logical: { } logical } => $"{logical}",
            NamedSchema type => named(type),
            ArraySchema array => $"list of {Of(array.Items, named)}",
            MapSchema map => $"map of {Of(map.Values, named)}",
            UnionSchema { NullIndex: >= 0 } union => $"optional {AnyOf(union.Branches.Where(branch => branch.Type != AvroType.Null), named)}",
            UnionSchema union => AnyOf(union.Branches, named),
            _ => schema.FullName,
        };
    }

    private static string AnyOf(IEnumerable<AvroSchema> branches, Func<NamedSchema, string> named) =>
        string.Join(" or ", branches.Select(branch => Of(branch, named)));
}
