using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>What wrk measured.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P50Ms">Half of them took no longer.</param>
/// <param name="P99Ms">Of a hundred one took longer.</param>
/// <param name="Errors">How many were none of status 2xx or 3xx, or never came.</param>
internal sealed record WrkResult(double PerSecond, double P50Ms, double P99Ms, double Errors);

/// <summary>Asks by wrk, with a script that says what.</summary>
internal static partial class Wrk
{
    /// <param name="load">Where, and what.</param>
    /// <param name="connections">How many callers there are, each of which asks again when it was answered.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="perSecond">How many requests a second all of them make; null for as many as they can. A caller waits between two of its own.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InvalidOperationException">wrk isn't installed, or says nothing.</exception>
    public static async Task<WrkResult> RunAsync(WrkLoad load, int connections, int seconds, int? perSecond, CancellationToken cancel)
    {
        var script = Path.GetTempFileName();
        try
        {
            // A caller's pause is drawn evenly around its share, so that callers don't ask in step.
            var pause = perSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"function delay() return math.random(0, {2_000 * connections / rate}) end\n") : "";
            await File.WriteAllTextAsync(script, load.Script + pause, cancel);
            var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "5s", "-s", script, load.Address.AbsoluteUri])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
            await using var killing = cancel.Register(() => process.Kill());
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new WrkResult(
                double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), Milliseconds(output, "50"), Milliseconds(output, "99"),
                Failed().Matches(output).Sum(match => double.Parse(match.Groups[1].Length > 0 ? match.Groups[1].ValueSpan : match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("wrk is not installed; apt-get install wrk", missing);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static double Milliseconds(string output, string percent)
    {
        var match = Regex.Match(output, $@"^\s+{percent}%\s+([\d.]+)(us|ms|s)", RegexOptions.Multiline);
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "us" => value / 1000,
            "ms" => value,
            _ => value * 1000,
        };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)|(?:read|write|timeout) (\d+)")]
    private static partial Regex Failed();
}

/// <summary>What wrk asks.</summary>
/// <param name="Address">Of the server.</param>
/// <param name="Script">In Lua: a function <c>request</c>.</param>
internal sealed record WrkLoad(Uri Address, string Script);
