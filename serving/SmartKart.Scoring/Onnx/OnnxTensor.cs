namespace SmartKart.Scoring.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">As the model has it.</param>
/// <param name="Element">What it holds.</param>
/// <param name="Dimensions">The first is rows, -1 where the model leaves them open.</param>
public sealed record OnnxTensor(string Name, OnnxElement Element, IReadOnlyList<long> Dimensions)
{
    /// <summary>Values of a row: the product of the other dimensions.</summary>
    public int Width => (int)Dimensions.Skip(1).Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Bytes of a value.</summary>
    internal int ElementBytes => Element is OnnxElement.Single or OnnxElement.Int32 ? 4 : 8;

    /// <summary>Whether <typeparamref name="T"/> is what it holds.</summary>
    internal bool Holds<T>() => Element switch
    {
        OnnxElement.Single => typeof(T) == typeof(float),
        OnnxElement.Int32 => typeof(T) == typeof(int),
        OnnxElement.Int64 => typeof(T) == typeof(long),
        OnnxElement.Double => typeof(T) == typeof(double),
        _ => false,
    };

    /// <inheritdoc />
    public override string ToString() =>
        $"'{Name}' ({Element}, {string.Join(" × ", Dimensions.Select((dimension, axis) => dimension >= 0 ? $"{dimension}" : axis == 0 ? "rows" : "?"))})";
}
