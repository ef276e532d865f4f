using Microsoft.Extensions.Options;
using SmartKart.FeatureStore.Online.Connections;

namespace SmartKart.FeatureStore.Online;

/// <summary>What <see cref="RedisOptions"/> must be for the store to open; each message begins with its key and ends with the remedy.</summary>
internal sealed class RedisOptionsRules : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>The connection, read.</summary>
    /// <exception cref="OptionsValidationException">The options are unsound.</exception>
    public static RedisConnectionString Checked(RedisOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0
            ? RedisConnectionString.Parse(options.Connection!, options.Password)      // a rule is that it is set
            : throw new OptionsValidationException(RedisOptions.Section, typeof(RedisOptions), faults);
    }

    private static IEnumerable<string> Faults(RedisOptions options)
    {
        if (ConnectionFault(options) is { } wrong) yield return $"{RedisOptions.Section}:{nameof(options.Connection)} {wrong}";
        if (options.KeyPrefix.Length == 0 || options.KeyPrefix.AsSpan().IndexOfAny("{}:") >= 0)
            yield return $"{RedisOptions.Section}:{nameof(options.KeyPrefix)} is '{options.KeyPrefix}'. Write a name without braces and colons.";
        foreach (var (key, value, min, max) in Times(options))
        {
            if (value < min || value > max) yield return $"{RedisOptions.Section}:{key} is {value}. Set it between {min} and {max}.";
        }
        if (options.Connections is < 1 or > 64)
            yield return $"{RedisOptions.Section}:{nameof(options.Connections)} is {options.Connections}. Set it between 1 and 64.";
        if (options.BreakAfter is < 1 or > 1_000)
            yield return $"{RedisOptions.Section}:{nameof(options.BreakAfter)} is {options.BreakAfter}. Set it between 1 and 1000.";
        if (options.PendingBytesMax is < 64L << 10 or > 16L << 30)
            yield return $"{RedisOptions.Section}:{nameof(options.PendingBytesMax)} is {options.PendingBytesMax}. Set it between {64L << 10} and {16L << 30}.";
    }

    private static (string Key, TimeSpan Value, TimeSpan Min, TimeSpan Max)[] Times(RedisOptions options) =>
    [
        (nameof(options.ReadTimeout), options.ReadTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        (nameof(options.WriteTimeout), options.WriteTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)),
        (nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        (nameof(options.BreakFor), options.BreakFor, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        (nameof(options.KeepFor), options.KeepFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
    ];

    private static string? ConnectionFault(RedisOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Connection)) return "names no server. Set it to host:port or unix:path of one.";
        try
        {
            RedisConnectionString.Parse(options.Connection, options.Password);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }
}
