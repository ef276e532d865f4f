namespace SmartKart.Training.DeepFm;

/// <summary>
/// Examples of categorical fields with a label each. The arrays are not copied and must stay as they are. Thread safe.
/// </summary>
public sealed class CategoricalData
{
    /// <summary>Holds examples to their fields' sizes: one pass over all, before a trainer spends time on them.</summary>
    /// <param name="fieldSizes">How many ids each field has: its ids are 0 up to, not with, that.</param>
    /// <param name="ids">Rows × fields, row-major.</param>
    /// <param name="labels">A 0 or a 1 for each row.</param>
    /// <exception cref="DeepFmDataException">There are no fields or rows, shapes differ, an id is outside its field, or a label neither 0 nor 1.</exception>
    public CategoricalData(IReadOnlyList<int> fieldSizes, int[] ids, float[] labels)
    {
        FieldSizes = [.. fieldSizes];
        (Ids, Labels) = (ids, labels);
        CheckFields(FieldSizes);
        if (labels.Length == 0) throw new DeepFmDataException("There are no examples. Widen the time range, or loosen the filters, that chose them.");
        if (ids.Length != (long)labels.Length * Fields)
        {
            throw new DeepFmDataException(
                $"{labels.Length} labels of {Fields} fields take {(long)labels.Length * Fields} ids (rows × fields, row-major), " +
                $"and {ids.Length} were given.");
        }
        CheckLabels();
        CheckIds();
    }

    /// <summary>How many ids each field has.</summary>
    public IReadOnlyList<int> FieldSizes { get; }

    /// <summary>How many fields.</summary>
    public int Fields => FieldSizes.Count;

    /// <summary>How many examples.</summary>
    public int Rows => Labels.Length;

    /// <summary>How many labels are 1.</summary>
    public int Positives { get; private set; }

    internal int[] Ids { get; }

    internal float[] Labels { get; }

    internal static void CheckFields(IReadOnlyList<int> sizes)
    {
        if (sizes.Count == 0) throw new DeepFmDataException("There are no fields. A DeepFM takes at least one.");
        for (var field = 0; field < sizes.Count; field++)
        {
            if (sizes[field] < 1) throw new DeepFmDataException($"Field {field} has {sizes[field]} ids. Each field takes at least one.");
        }
    }

    private void CheckLabels()
    {
        for (var row = 0; row < Labels.Length; row++)
        {
            switch (Labels[row])
            {
                case 0: break;
                case 1: Positives++; break;
                default:
                    throw new DeepFmDataException(FormattableString.Invariant($"The label of row {row} is {Labels[row]}. Labels are 0 or 1; leave the row out."));
            }
        }
    }

    private void CheckIds()
    {
        for (var at = 0; at < Ids.Length;)
        {
            for (var field = 0; field < Fields; field++, at++)
            {
                if ((uint)Ids[at] < (uint)FieldSizes[field]) continue;
                throw new DeepFmDataException(
                    $"Row {at / Fields} has the id {Ids[at]} in field {field}, whose ids are 0 to {FieldSizes[field] - 1}. " +
                    "Map unseen values to an id of their own.");
            }
        }
    }
}
