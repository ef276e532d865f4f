using SmartKart.FeatureStore.Expressions;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>A row on its way through one task: lent by who forwards it, until that call returns.</summary>
internal sealed class EventRow
{
    /// <summary>Whose it is: a reader gives each row to all groups behind it, and each takes its own.</summary>
    public FeatureGroup? Group { get; private set; }

    /// <summary>The row, in the places of <see cref="FeatureGroup.Row"/>.</summary>
    public Scalar[] Values { get; private set; } = [];

    /// <summary>Sets both.</summary>
    public EventRow Of(FeatureGroup group, Scalar[] values)
    {
        (Group, Values) = (group, values);
        return this;
    }
}
