using System.Globalization;

namespace SmartKart.Schemas.Registry;

/// <summary>A version of a subject: a number, or the latest.</summary>
public readonly record struct SubjectVersion
{
    /// <summary>A numbered version.</summary>
    /// <param name="number">1 and up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public SubjectVersion(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        Number = number;
    }

    /// <summary>Whichever version is the newest when asked; also the default.</summary>
    public static SubjectVersion Latest => default;

    /// <summary>The number; 0 for the latest.</summary>
    public int Number { get; }

    /// <summary>As it stands in a path: <c>latest</c>, or the number.</summary>
    public override string ToString() => Number == 0 ? "latest" : Number.ToString(CultureInfo.InvariantCulture);
}
