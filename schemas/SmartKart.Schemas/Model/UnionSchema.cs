namespace SmartKart.Schemas;

/// <summary>A value of one of several schemas. No union stands directly inside another, and no two branches are alike.</summary>
public sealed class UnionSchema : AvroSchema
{
    internal UnionSchema(IReadOnlyList<AvroSchema> branches) : base(AvroType.Union) => Branches = branches;

    /// <summary>The schemas, in the order of their index in the data.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; }

    /// <summary>The index of the branch <c>null</c>, or -1.</summary>
    public int NullIndex
    {
        get
        {
            for (var i = 0; i < Branches.Count; i++)
                if (Branches[i].Type == AvroType.Null) return i;
            return -1;
        }
    }
}
