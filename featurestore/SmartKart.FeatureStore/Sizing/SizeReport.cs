namespace SmartKart.FeatureStore.Sizing;

/// <summary>What features cost in Redis, measured on a sample.</summary>
/// <param name="Views">Each view with a source.</param>
/// <param name="Entities">Each entity or pair, over all of its views.</param>
public sealed record SizeReport(IReadOnlyList<ViewSize> Views, IReadOnlyList<EntitySize> Entities);

/// <summary>What a view costs.</summary>
/// <param name="View">Its name and version.</param>
/// <param name="Keys">Keys of the sample that are active: their newest event is younger than the view's ttl.</param>
/// <param name="MedianBlob">Bytes of a key's blob, median over these.</param>
/// <param name="P90Blob">Bytes that one in ten exceeds.</param>
/// <param name="MeanBlob">Bytes in the mean.</param>
/// <param name="Overhead">
/// Bytes that Redis takes for a key beyond its blob: the field's, and of the entity's own (name, tables, rounding; measured) as much as for each
/// other view that it has.
/// </param>
public sealed record ViewSize(string View, long Keys, double MedianBlob, double P90Blob, double MeanBlob, double Overhead)
{
    /// <summary>Bytes of Redis that so many active keys take.</summary>
    public double Forecast(double keys) => keys * (MeanBlob + Overhead);
}

/// <summary>What an entity costs, over all of its views.</summary>
/// <param name="Entity">Its name, or the names of a pair.</param>
/// <param name="Entities">Entities of the sample that are active in some view.</param>
/// <param name="Median">Bytes of Redis that one takes, median over these.</param>
/// <param name="P90">Bytes that one in ten exceeds.</param>
/// <param name="Mean">Bytes in the mean: what a forecast multiplies.</param>
public sealed record EntitySize(string Entity, long Entities, double Median, double P90, double Mean);
