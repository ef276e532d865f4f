namespace SmartKart.Streams.State;

/// <summary>What a store may be called: its name becomes a part of a topic's, and a folder's.</summary>
internal static class StoreName
{
    private const int MostCharacters = 200; // a topic's name has 249, and the application's comes before

    public static string Checked(string name)
    {
        var isLegal = name.Length is > 0 and <= MostCharacters && name is not ("." or "..") && name.All(IsLegal);
        return isLegal ? name : throw new ArgumentException(
            $"'{name}' cannot be a state store's name. Use 1 to {MostCharacters} of the characters a-z, A-Z, 0-9, '.', '_' and '-'.", nameof(name));
    }

    private static bool IsLegal(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
