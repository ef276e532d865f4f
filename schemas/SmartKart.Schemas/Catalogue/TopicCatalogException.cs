namespace SmartKart.Schemas.Catalogue;

/// <summary>
/// A topic catalogue that cannot be used, or that lacks what was asked of it. The message begins with file, line and column
/// where there is one.
/// </summary>
public sealed class TopicCatalogException : SchemaException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What, where and the remedy.</param>
    /// <param name="cause">The fault underneath, if any.</param>
    public TopicCatalogException(string message, Exception? cause = null) : base(message, cause) { }
}
