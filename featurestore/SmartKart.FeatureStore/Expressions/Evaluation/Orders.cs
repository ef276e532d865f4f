namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>The order of a type's values, total: any two are equal, or one comes first.</summary>
internal interface IOrder<T>
{
    static abstract bool AreEqual(T left, T right);

    static abstract int Compare(T left, T right);
}

/// <summary>False comes before true.</summary>
internal readonly struct BooleanOrder : IOrder<bool>
{
    public static bool AreEqual(bool left, bool right) => left == right;

    public static int Compare(bool left, bool right) => left.CompareTo(right);
}

internal readonly struct Int64Order : IOrder<long>
{
    public static bool AreEqual(long left, long right) => left == right;

    public static int Compare(long left, long right) => left.CompareTo(right);
}

/// <summary>NaN equals itself and comes last; the zeros are equal. .NET's own order has NaN first.</summary>
internal readonly struct DoubleOrder : IOrder<double>
{
    public static bool AreEqual(double left, double right) => left == right || (double.IsNaN(left) && double.IsNaN(right));

    public static int Compare(double left, double right) =>
        left < right ? -1
        : left > right ? 1
        : left == right ? 0
        : double.IsNaN(left).CompareTo(double.IsNaN(right));
}

/// <summary>By code point.</summary>
internal readonly struct StringOrder : IOrder<string>
{
    public static bool AreEqual(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    public static int Compare(string left, string right) => CodePoints.Compare(left, right);
}
