using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>A view or service that was asked for isn't defined. The message names the nearest that is.</summary>
public sealed class UnknownDefinitionException : FeatureStoreException
{
    internal UnknownDefinitionException(string message) : base(message) { }

    internal static UnknownDefinitionException Of(string kind, string name, IReadOnlyCollection<string> known) => new(
        $"There is no {kind} '{name}'. "
        + (NearestName.Of(name, known) is { } nearest ? $"Did you mean '{nearest}'?"
            : known.Count == 0 ? "There are none at all."
            : $"There are {string.Join(", ", known)}."));
}
