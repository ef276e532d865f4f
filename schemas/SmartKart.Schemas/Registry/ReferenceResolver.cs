namespace SmartKart.Schemas.Registry;

/// <summary>
/// Makes a schema whole: fetches what it refers to, and what that refers to, and parses all of it innermost first, so that each type is
/// defined before it is used. Serves one schema.
/// </summary>
/// <param name="fetch">Reads the text of a subject's version.</param>
/// <param name="place">Where the schema comes from, for errors.</param>
internal sealed class ReferenceResolver(Func<SchemaReference, CancellationToken, ValueTask<SchemaText>> fetch, string place)
{
    /// <summary>The most schemas that one may be made of. Far above any that people write, and far below what would hurt.</summary>
    private const int MaxReferences = 1_000;

    private readonly SchemaNames _names = new();
    private readonly HashSet<(string Subject, int Version)> _begun = [];
    private readonly Stack<SchemaReference> _path = new();

    public async Task<AvroSchema> ResolveAsync(SchemaText schema, CancellationToken cancellation)
    {
        await DefineAsync(schema, cancellation);
        return AvroSchema.Parse(schema.Json, _names, place);
    }

    private async Task DefineAsync(SchemaText schema, CancellationToken cancellation)
    {
        foreach (var reference in schema.References)
        {
            if (_path.Any(outer => IsSame(outer, reference))) throw Circle(reference);
            // Two schemas may share a third: it is defined once.
            if (!_begun.Add((reference.Subject, reference.Version))) continue;
            if (_begun.Count > MaxReferences)
                throw new SchemaRegistryException(
                    $"{place}: the schema is made of more than {MaxReferences} others. Define types that belong together in one schema.");
            await DefineAsync(reference, cancellation);
        }
    }

    private async Task DefineAsync(SchemaReference reference, CancellationToken cancellation)
    {
        var text = await fetch(reference, cancellation);
        _path.Push(reference);
        await DefineAsync(text, cancellation);
        _path.Pop();
        AvroSchema.Parse(text.Json, _names, $"{reference.Subject}, version {reference.Version}");
        if (_names.Find(reference.Name) is null)
            throw new SchemaRegistryException(
                $"{place}: '{reference.Name}' should come from subject '{reference.Subject}', version {reference.Version}, " +
                "which does not define it. Register the schema again with the reference's name corrected.") { Subject = reference.Subject };
    }

    private SchemaRegistryException Circle(SchemaReference reference) => new(
        $"{place}: the schema refers to itself: {string.Join(" → ", _path.Reverse().Append(reference).Select(Step))}. " +
        "Define types that need each other in one schema.") { Subject = reference.Subject };

    private static string Step(SchemaReference reference) => $"{reference.Subject} version {reference.Version}";

    private static bool IsSame(SchemaReference one, SchemaReference other) => one.Subject == other.Subject && one.Version == other.Version;
}
