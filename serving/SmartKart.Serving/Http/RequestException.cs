namespace SmartKart.Serving.Http;

/// <summary>A request that can't be answered as it is. The message says what to mend.</summary>
internal sealed class RequestException : Exception
{
    /// <param name="where">Which field is wrong; null where it is the whole.</param>
    /// <param name="message">What is wrong, and what would be right.</param>
    public RequestException(string? where, string message) : base(message) => Field = where;

    /// <summary>Which field is wrong.</summary>
    public string? Field { get; }
}
