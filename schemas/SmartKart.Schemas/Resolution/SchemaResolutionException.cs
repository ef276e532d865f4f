namespace SmartKart.Schemas;

/// <summary>Data of one schema that cannot be read as another: no value of the writer's could be a value of the reader's.</summary>
public sealed class SchemaResolutionException : SchemaException
{
    internal SchemaResolutionException(string path, string problem)
        : base($"{path}: {problem}") => (Path, Problem) = (path, problem);

    /// <summary>Where in the reader's schema, such as <c>smartkart.events.OrderPlaced.lines.unit_price</c>.</summary>
    public string Path { get; }

    /// <summary>The message without its place.</summary>
    public string Problem { get; }
}
