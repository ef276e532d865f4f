namespace SmartKart.Schemas.Registry;

/// <summary>
/// Compatibility levels and modes of a registry and of its subjects. Nothing here is remembered: each call asks.
/// Each method throws <see cref="SchemaRegistryException"/> where the registry refuses or cannot be reached.
/// </summary>
public sealed class RegistrySettings
{
    private static readonly Dictionary<string, CompatibilityLevel> _levels =
        Enum.GetValues<CompatibilityLevel>().ToDictionary(level => level.Keyword(), StringComparer.Ordinal);

    private static readonly Dictionary<string, RegistryMode> _modes = new(StringComparer.Ordinal)
    {
        ["READWRITE"] = RegistryMode.ReadWrite,
        ["READONLY"] = RegistryMode.ReadOnly,
        ["READONLY_OVERRIDE"] = RegistryMode.ReadOnlyOverride,
        ["IMPORT"] = RegistryMode.Import,
        ["FORWARD"] = RegistryMode.Forward,
    };

    private readonly RegistryTransport _transport;

    internal RegistrySettings(RegistryTransport transport) => _transport = transport;

    /// <summary>The level in force.</summary>
    /// <param name="subject">For a subject, be it its own or the registry's; null for the registry's.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<CompatibilityLevel> GetCompatibilityAsync(string? subject = null, CancellationToken cancellation = default) =>
        Level(await AskAsync(HttpMethod.Get, "config", subject, InForce(subject), "read the compatibility level of", null, cancellation));

    /// <summary>The level that a subject has of its own, or null where the registry's holds for it.</summary>
    public async Task<CompatibilityLevel?> FindOwnCompatibilityAsync(string subject, CancellationToken cancellation = default)
    {
        try
        {
            return Level(await AskAsync(HttpMethod.Get, "config", subject, "", "read the compatibility level of", null, cancellation));
        }
        // Confluent's server says the first, its API's description the second.
        catch (SchemaRegistryException e)
            when (e.ErrorCode is RegistryErrorCode.SubjectCompatibilityNotConfigured or RegistryErrorCode.SubjectNotFound)
        {
            return null;
        }
    }

    /// <summary>Sets the level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="subject">Of a subject; null for the registry's.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task SetCompatibilityAsync(CompatibilityLevel level, string? subject = null, CancellationToken cancellation = default) =>
        AskAsync(
            HttpMethod.Put, "config", subject, "", "set the compatibility level of",
            RegistryRequest.BodyOf("compatibility", Spelling(_levels, level)), cancellation);

    /// <summary>Takes a level back: a subject follows the registry again, and the registry its default.</summary>
    /// <param name="subject">The subject; null for the registry.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task DeleteCompatibilityAsync(string? subject = null, CancellationToken cancellation = default) =>
        AskAsync(HttpMethod.Delete, "config", subject, "", "delete the compatibility level of", null, cancellation);

    /// <summary>The mode in force.</summary>
    /// <param name="subject">For a subject, be it its own or the registry's; null for the registry's.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<RegistryMode> GetModeAsync(string? subject = null, CancellationToken cancellation = default) =>
        Word(await AskAsync(HttpMethod.Get, "mode", subject, InForce(subject), "read the mode of", null, cancellation), "mode", _modes);

    /// <summary>Sets the mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="subject">Of a subject; null for the registry's.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task SetModeAsync(RegistryMode mode, string? subject = null, CancellationToken cancellation = default) =>
        AskAsync(
            HttpMethod.Put, "mode", subject, "", "set the mode of", RegistryRequest.BodyOf("mode", Spelling(_modes, mode)), cancellation);

    /// <summary>Takes a mode back: a subject follows the registry again, and the registry its default.</summary>
    /// <param name="subject">The subject; null for the registry.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task DeleteModeAsync(string? subject = null, CancellationToken cancellation = default) =>
        AskAsync(HttpMethod.Delete, "mode", subject, "", "delete the mode of", null, cancellation);

    private Task<RegistryAnswer> AskAsync(
        HttpMethod method, string what, string? subject, string query, string purpose, byte[]? body, CancellationToken cancellation)
    {
        if (subject is not null) ArgumentException.ThrowIfNullOrEmpty(subject);
        var path = subject is null ? what : $"{what}/{Uri.EscapeDataString(subject)}";
        var whole = $"{purpose} {(subject is null ? "the registry" : $"'{subject}'")}";
        return _transport.SendAsync(new(method, path + query, whole) { Subject = subject, Body = body }, cancellation);
    }

    private static string InForce(string? subject) => subject is null ? "" : "?defaultToGlobal=true";

    private static CompatibilityLevel Level(RegistryAnswer answer) => Word(answer, "compatibilityLevel", _levels);

    private static T Word<T>(RegistryAnswer answer, string member, Dictionary<string, T> words)
    {
        var text = answer.Text(member);
        return words.TryGetValue(text, out var value)
            ? value
            : throw answer.Wrong($"'{member}' is '{text}', which is none of {string.Join(", ", words.Keys)}");
    }

    private static string Spelling<T>(Dictionary<string, T> words, T value) where T : struct, Enum
    {
        foreach (var (text, it) in words)
            if (EqualityComparer<T>.Default.Equals(it, value)) return text;
        throw new ArgumentOutOfRangeException(nameof(value), value, "It is none of the values that a registry knows.");
    }
}
