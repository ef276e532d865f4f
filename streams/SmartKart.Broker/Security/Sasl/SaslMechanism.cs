namespace SmartKart.Broker.Security.Sasl;

/// <summary>The mechanisms there are, by their registered names.</summary>
internal static class SaslMechanism
{
    public const string Plain = "PLAIN";
    public const string ScramSha256 = "SCRAM-SHA-256";
    public const string ScramSha512 = "SCRAM-SHA-512";

    public static IReadOnlyList<string> All { get; } = [Plain, ScramSha256, ScramSha512];

    /// <summary>Those that never send a password.</summary>
    public static IReadOnlyList<string> SaltedOnly { get; } = [ScramSha256, ScramSha512];
}
