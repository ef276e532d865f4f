namespace SmartKart.Schemas;

/// <summary>A schema text that is not a schema. Nothing of it was kept.</summary>
public sealed class SchemaParseException : SchemaException
{
    /// <summary>Places a fault in a schema text.</summary>
    /// <param name="at">The place.</param>
    /// <param name="problem">What is wrong, and the remedy.</param>
    /// <param name="cause">The fault underneath, if any.</param>
    public SchemaParseException(SourcePosition at, string problem, Exception? cause = null) : base($"{at}: {problem}", cause)
    {
        At = at;
        Problem = problem;
    }

    /// <summary>File, line and column, counted from 1.</summary>
    public SourcePosition At { get; }

    /// <summary>The message without its place.</summary>
    public string Problem { get; }
}
