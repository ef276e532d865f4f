using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SmartKart.Local.Features;

/// <summary>An instant as a flag gives it, in microseconds since 1970.</summary>
internal static class Instant
{
    public static Option<long?> Option(string name, string description) => new(name)
    {
        Description = $"{description} Such as 2026-11-21T10:00Z.",
        HelpName = "instant",
        CustomParser = Parse,
    };

    public static string Text(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Now, by the machine's clock.</summary>
    public static long Now => Of(TimeProvider.System.GetUtcNow());

    public static long Of(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var instant))
            return Of(instant);
        result.AddError($"'{text}' is no instant. Write one such as 2026-11-21T10:00Z.");
        return null;
    }
}
