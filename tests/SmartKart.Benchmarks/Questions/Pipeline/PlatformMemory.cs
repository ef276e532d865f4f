using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>What <c>smartkart up</c> occupies, its Redis included: the real command, in a data directory of its own.</summary>
internal static class PlatformMemory
{
    private const int LoadUsers = 6_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <returns>Megabytes resident: when nothing happens, and the most while a simulated day goes through all topologies and the archive.</returns>
    public static async Task<(double Idle, double Load)> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-up-");
        try
        {
            using var up = Start(folder.FullName, "up", "--port", "0", "--registry-port", "0", "--metrics-port", "0", "--stream-time", "--json");
            try
            {
                await ReadyAsync(up, cancel);
                await Task.Delay(Idle, cancel);
                var idle = Megabytes(up.Id);
                say("putting a simulated day through it");
                using var replay = Start(folder.FullName, "replay", "--format", "simulated", "--users", LoadUsers.ToString(CultureInfo.InvariantCulture), "--json");
                var most = idle;
                var began = Stopwatch.GetTimestamp();
                while (!replay.HasExited || !await IsCaughtUpAsync(folder.FullName, cancel))
                {
                    if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException($"The platform is still behind after {Patience.TotalMinutes:0} minutes.");
                    most = Math.Max(most, Megabytes(up.Id));
                    await Task.Delay(BetweenLooks, cancel);
                }
                return (idle, most);
            }
            finally
            {
                Process.Start("kill", ["-INT", up.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
                await up.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Local.Checkout).Assembly.Location, .. arguments, "--data-directory", folder])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        return Process.Start(start)!;
    }

    // Its document is printed once all is ready.
    private static async Task ReadyAsync(Process up, CancellationToken cancel)
    {
        while (await up.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith('}')) return;
        }
        throw new InvalidOperationException("The platform ended before it was ready; it says why on stderr, above.");
    }

    private static async Task<bool> IsCaughtUpAsync(string folder, CancellationToken cancel)
    {
        using var lag = Start(folder, "lag", "--json");
        using var document = await JsonDocument.ParseAsync(lag.StandardOutput.BaseStream, cancellationToken: cancel);
        await lag.WaitForExitAsync(cancel);
        return document.RootElement.GetProperty("topologies").EnumerateArray().All(topology => topology.GetProperty("seconds").GetDouble() <= 0);
    }

    private static double Megabytes(int process) => Tree(process).Sum(Resident) / 1e6;

    private static IEnumerable<int> Tree(int process)
    {
        IEnumerable<int> children;
        try
        {
            children = [.. Directory.EnumerateDirectories($"/proc/{process}/task")
                .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];      // it has ended
        }
        return children.SelectMany(Tree).Prepend(process);
    }

    private static double Resident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;       // it has ended
        }
    }
}
