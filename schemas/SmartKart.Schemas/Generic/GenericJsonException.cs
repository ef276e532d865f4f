namespace SmartKart.Schemas;

/// <summary>JSON that is no value of a schema. Nothing of it was used.</summary>
public sealed class GenericJsonException : SchemaException
{
    internal GenericJsonException(string path, string problem, Exception? cause = null)
        : base(path.Length == 0 ? problem : $"field '{path}': {problem}", cause) => Path = path;

    /// <summary>Where in the value, such as <c>lines[].price</c>; empty for the value itself.</summary>
    public string Path { get; }
}
