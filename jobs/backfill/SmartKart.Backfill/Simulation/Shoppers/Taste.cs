namespace SmartKart.Backfill.Simulation.Shoppers;

/// <summary>What somebody likes: a vector in the space in which products lie, so that an inner product says how well one suits.</summary>
/// <remarks>First a liking for each department, then one for each dimension of style; all normal, and independent.</remarks>
internal static class Taste
{
    internal const int Departments = 8;
    internal const int Styles = 8;
    internal const int Length = Departments + Styles;

    private const double DepartmentSpread = 1.0, StyleSpread = 1.3;

    /// <summary>What the dimensions are called, as the ground truth's columns are.</summary>
    internal static readonly string[] Names =
        [.. Catalogue.Departments.Names, "minimal", "classic", "rugged", "playful", "luxurious", "eco_friendly", "retro", "handmade"];

    internal static float[] Draw(Chance chance)
    {
        var taste = new float[Length];
        for (var at = 0; at < Length; at++) taste[at] = (float)((at < Departments ? DepartmentSpread : StyleSpread) * chance.Normal());
        return taste;
    }

    internal static double Match(float[] taste, float[] product)
    {
        var match = 0f;
        for (var at = 0; at < taste.Length; at++) match += taste[at] * product[at];
        return match;
    }

    /// <summary>
    /// A drift: each department is liked as the next one was, and styles are turned by a right angle, pair by pair. Lengths and spreads stay, so nothing
    /// but what is liked changes.
    /// </summary>
    internal static void Turn(float[] taste)
    {
        var first = taste[0];
        Array.Copy(taste, 1, taste, 0, Departments - 1);
        taste[Departments - 1] = first;
        for (var at = Departments; at < Length; at += 2) (taste[at], taste[at + 1]) = (-taste[at + 1], taste[at]);
    }
}
