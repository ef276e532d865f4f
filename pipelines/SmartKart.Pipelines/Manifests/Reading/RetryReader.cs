using System.Globalization;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>Reads a <c>retryStrategy</c>.</summary>
internal static class RetryReader
{
    public static RetryStrategy? Read(Keys? keys)
    {
        if (keys is null) return null;
        var backoff = keys.Section("backoff");
        var policy = keys.Text("retryPolicy");
        var retry = new RetryStrategy(
            keys.Text("limit"),
            policy switch
            {
                null or { Value: "OnFailure" } => RetryPolicy.OnFailure,
                { Value: "OnError" } => RetryPolicy.OnError,
                { Value: "Always" } => RetryPolicy.Always,
                { } other => keys.Wrong<RetryPolicy>(keys.Find("retryPolicy")!, "retryPolicy", $"'{other}' is none of OnFailure, OnError, Always."),
            },
            Duration(backoff, "duration") ?? TimeSpan.Zero,
            Factor(backoff),
            Duration(backoff, "maxDuration"));
        backoff?.Close();
        keys.Close("affinity");
        return retry;
    }

    private static TimeSpan? Duration(Keys? keys, string key)
    {
        if (keys?.Text(key) is not { } text) return null;
        return Durations.Read(text.Value) ?? keys.Wrong<TimeSpan?>(keys.Find(key)!, key, $"'{text}' is no duration. Write, for example, 10s or 1h30m.");
    }

    private static double Factor(Keys? keys)
    {
        if (keys?.Text("factor") is not { } text) return 1;
        return double.TryParse(text.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor >= 1
            ? factor
            : keys.Wrong<double>(keys.Find("factor")!, "factor", $"'{text}' is no number from 1.");
    }
}
