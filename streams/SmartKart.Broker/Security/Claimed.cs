namespace SmartKart.Broker.Security;

/// <summary>What a stranger says, made fit for a log: short, and on one line.</summary>
internal static class Claimed
{
    private const int MaxCharacters = 64;

    public static string Name(string claimed)
    {
        var name = string.Concat(claimed.Take(MaxCharacters).Select(character => char.IsControl(character) ? '?' : character));
        return claimed.Length > MaxCharacters ? $"'{name}…'" : $"'{name}'";
    }
}
