using SmartKart.Schemas;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>Holds a new schema against former versions of its subject.</summary>
internal static class CompatibilityCheck
{
    /// <summary>What keeps a schema from following some versions; empty if nothing does.</summary>
    /// <param name="state">What is registered.</param>
    /// <param name="limits">The registry's.</param>
    /// <param name="schema">The new one.</param>
    /// <param name="subject">Whose level asks.</param>
    /// <param name="former">Versions of it, oldest first.</param>
    /// <exception cref="RegistryException">A former version cannot be parsed, or the schemas are too large to be compared.</exception>
    public static IReadOnlyList<string> Faults(
        RegistryState state, SchemaRegistryServerOptions limits, AvroSchema schema, string subject, IReadOnlyList<int> former)
    {
        var level = Settings.Level(state, limits, subject);
        if (level == CompatibilityLevel.None || former.Count == 0) return [];
        if (!level.IsTransitive()) former = [former[^1]];
        var parser = new SchemaParser(state, limits);
        try
        {
            var found = SchemaCompatibility.Check(level, schema, [.. former.Select(version => parser.Registered(new SchemaPlace(subject, version)))]);
            return [.. found.Select(it => Worded(it, former[it.Former], level))];
        }
        catch (SchemaCompatibilityException fault)
        {
            throw RegistryError.InvalidSchema(fault.Message, fault);
        }
    }

    private static string Worded(VersionIncompatibility fault, int version, CompatibilityLevel level) => fault.Direction == ReadDirection.Backward
        ? $"{level.Keyword()}: the new schema cannot read data of version {version}: {fault.Found}"
        : $"{level.Keyword()}: version {version} cannot read data of the new schema: {fault.Found}";
}
