namespace SmartKart.Scoring.Sessions;

/// <summary>How much a click counts, by how many clicks came after it.</summary>
public readonly record struct ClickDecay
{
    private readonly Shape _shape;
    private readonly float _length;

    private ClickDecay(Shape shape, float length) => (_shape, _length) = (shape, length);

    /// <summary>Every click counts 1.</summary>
    public static ClickDecay None => new(Shape.None, 0);

    /// <summary>Only the last click counts.</summary>
    public static ClickDecay LastClick => new(Shape.LastClick, 0);

    /// <summary>A click counts its place in the session, from 1, by the session's length: VS-kNN's.</summary>
    public static ClickDecay Linear => new(Shape.Linear, 0);

    /// <summary>A click counts exp(-d / length) where d clicks came after it: STAN's.</summary>
    /// <param name="length">In clicks, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public static ClickDecay Exponential(float length)
    {
        if (!(length > 0)) throw new ArgumentOutOfRangeException(nameof(length), length, "A decay's length is above 0. Use None where nothing is to decay.");
        return new ClickDecay(Shape.Exponential, length);
    }

    /// <summary>What a click counts, from 0 to 1.</summary>
    /// <param name="distance">How many clicks came after it.</param>
    /// <param name="sessionLength">Clicks in the session.</param>
    public float Weight(int distance, int sessionLength) => _shape switch
    {
        Shape.LastClick => distance == 0 ? 1 : 0,
        Shape.Linear => (float)(sessionLength - distance) / sessionLength,
        Shape.Exponential => MathF.Exp(-distance / _length),
        _ => 1,
    };

    /// <summary>What it is, for who saves it.</summary>
    internal (double Shape, double Length) ToNumbers() => ((int)_shape, _length);

    /// <summary>What was saved.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It can't be one.</exception>
    internal static ClickDecay OfNumbers(double shape, double length)
    {
        if (!Enum.IsDefined((Shape)shape)) throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such decay.");
        return (Shape)shape == Shape.Exponential ? Exponential((float)length) : new ClickDecay((Shape)shape, 0);
    }

    private enum Shape
    {
        None,
        LastClick,
        Linear,
        Exponential,
    }
}
