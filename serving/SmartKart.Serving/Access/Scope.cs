namespace SmartKart.Serving.Access;

/// <summary>What a key may be used for.</summary>
[Flags]
public enum Scope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>recommend</c>: lists, rankings and similar products.</summary>
    Recommend = 1,

    /// <summary><c>catalogue</c>: products, their stock, and what sells best.</summary>
    Catalogue = 2,

    /// <summary><c>events</c>: telling what happens.</summary>
    Events = 4,

    /// <summary><c>features</c>: what is known of any visitor or product.</summary>
    Features = 8,

    /// <summary><c>models</c>: which versions there are.</summary>
    Models = 16,
}

/// <summary>Scopes as files and answers have them.</summary>
public static class ScopeNames
{
    private static readonly Dictionary<string, Scope> Named =
        Enum.GetValues<Scope>().Where(scope => scope != Scope.None).ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Named.OrderBy(each => each.Value).Select(each => each.Key)];

    /// <summary>A scope's name.</summary>
    public static string Of(Scope scope) => scope.ToString().ToLowerInvariant();

    /// <summary>The scope of a name; null where there is none of it.</summary>
    public static Scope? Find(string name) => Named.TryGetValue(name, out var scope) ? scope : null;
}
