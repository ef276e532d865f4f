using SmartKart.Broker.Security.Sasl;

namespace SmartKart.Broker.Security;

/// <summary>Who may use a listener, and how they prove who they are.</summary>
public sealed record SaslOptions
{
    // RFC 5802 and 7677 ask for 4096 at least; Kafka takes 16384 at most.
    internal const int MinIterations = 4096;
    internal const int MaxIterations = 16_384;

    /// <summary>
    /// The mechanisms that are offered, of <c>PLAIN</c>, <c>SCRAM-SHA-256</c> and <c>SCRAM-SHA-512</c>. Both of SCRAM unless set: PLAIN
    /// shows the password to whoever listens, and belongs behind TLS.
    /// </summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>Password by user. The broker keeps none of them: only keys that were derived from them, with a salt.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>How often a password is hashed into its key; 4096, as in Kafka, unless set, and 16,384 at most.</summary>
    public int Iterations { get; init; } = MinIterations;

    /// <summary>How long a failed attempt waits for its answer, against guessing; Kafka's <c>connection.failed.authentication.delay.ms</c>. 100 ms unless set.</summary>
    public TimeSpan FailureDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The mechanisms that are offered, in the order they are told to clients.</summary>
    internal IReadOnlyList<string> Offered => Mechanisms.Count > 0 ? Mechanisms : SaslMechanism.SaltedOnly;

    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    internal string? Fault(string key) =>
        Offered.FirstOrDefault(name => !SaslMechanism.All.Contains(name)) is { } unknown ? $"{key}:{nameof(Mechanisms)} names '{unknown}'. There are {string.Join(", ", SaslMechanism.All)}."
        : Users.Count == 0 ? $"{key}:{nameof(Users)} is empty, so nobody could use the listener. Name at least one user with its password."
        : Users.FirstOrDefault(user => user.Key.Length == 0 || user.Key.Contains('\0') || string.IsNullOrEmpty(user.Value) || user.Value.Contains('\0')) is { Key: { } name } ? $"{key}:{nameof(Users)}: user '{name}' lacks a name or a password, or one of them has a NUL in it."
        : Iterations is < MinIterations or > MaxIterations ? $"{key}:{nameof(Iterations)} is {Iterations}. It may be {MinIterations} to {MaxIterations}."
        : FailureDelay < TimeSpan.Zero ? $"{key}:{nameof(FailureDelay)} is {FailureDelay}. It must not be negative."
        : null;
}
