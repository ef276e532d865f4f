using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Local.Features;

/// <summary>An entity as flags name it, <c>user_id=user-107</c> for each join key, as a row of keys that the online store takes.</summary>
internal static class EntityKeys
{
    /// <summary>Reads one value for each of a service's join keys.</summary>
    /// <returns>A value for each of <see cref="OnlineStore.JoinKeys"/>, in that order.</returns>
    /// <exception cref="CommandException">One is misspelt, there twice, missing, or of another type.</exception>
    public static Scalar[] Read(ServicePlan plan, IReadOnlyList<string> pairs)
    {
        var names = OnlineStore.JoinKeys(plan);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
                throw new CommandException($"'{pair}' is no key with its value. Write {names[0]}=VALUE.");
            var name = pair[..equals];
            if (!names.Contains(name)) throw new CommandException($"{plan.Name} has no key '{name}'. {Remedy(name, names)}");
            if (!given.TryAdd(name, pair[(equals + 1)..])) throw new CommandException($"The key '{name}' is given twice. Give it once.");
        }
        if (names.Where(name => !given.ContainsKey(name)).ToArray() is { Length: > 0 } missing)
        {
            var lacking = $"{string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} not given";
            throw new CommandException($"{plan.Name} is of {string.Join(", ", names)}, and {lacking}. Add {Written(missing)}.");
        }
        return [.. names.Select(name => Parse(name, given[name], TypeOf(plan, name)))];
    }

    private static string Remedy(string name, IReadOnlyList<string> names) =>
        NearestName.Of(name, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"Give {Written(names)}.";

    private static string Written(IEnumerable<string> names) => string.Join(" ", names.Select(name => $"{name}=VALUE"));

    // A join key has one type wherever it is used: that of the events' field.
    private static ScalarType TypeOf(ServicePlan plan, string joinKey)
    {
        var view = plan.Sources.First(source => source.View.JoinKeys.Contains(joinKey)).View;
        return view.Source!.Keys[view.JoinKeys.ToList().IndexOf(joinKey)].Type;       // what has tiles has a source
    }

    private static Scalar Parse(string name, string text, ScalarType type) => type switch
    {
        ScalarType.String => Scalar.From(text),
        ScalarType.Int64 when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => Scalar.From(number),
        ScalarType.Boolean when bool.TryParse(text, out var value) => Scalar.From(value),
        _ => throw new CommandException($"{name} is '{text}', where one of type {type} is due."),
    };
}
