namespace SmartKart.Broker;

/// <summary>A batch is compressed with a codec whose library is not installed. The batch itself is sound.</summary>
public sealed class CompressionLibraryException : BrokerException
{
    internal CompressionLibraryException(string codec, string package, Exception cause) : base(
        $"A batch compressed with {codec} cannot be opened: the library is not installed. Install Debian's package {package} (apt-get install {package}); " +
        "the broker finds it without a restart.", cause) => Package = package;

    /// <summary>The Debian package that brings the library.</summary>
    public string Package { get; }
}
