namespace SmartKart.Topologies.Features.Tiles;

/// <summary>
/// The numbers of a key's writes, by which Redis tells the newer: each application counts from where no earlier one can have come to.
/// </summary>
internal static class WriteSequence
{
    private const int GenerationShift = 40;     // a key would be written a million times a second for 12 days

    /// <summary>The number before the first that an application gives.</summary>
    /// <param name="generation">Which one, from 1.</param>
    public static long Before(int generation) => (long)(generation - 1) << GenerationShift;
}
