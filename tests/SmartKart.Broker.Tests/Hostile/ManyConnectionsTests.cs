using System.Diagnostics;
using System.Globalization;

namespace SmartKart.Broker.Tests.Hostile;

public sealed class ManyConnectionsTests
{
    private const int Wanted = 10_000;

    // Sockets of the broker's own, its files, and those of the test's runtime.
    private const int OtherDescriptors = 500;

    private const string Opener = """
        import resource, socket, sys
        count, port = int(sys.argv[1]), int(sys.argv[2])
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        ask = bytes.fromhex('0000000a00120000000000010000')
        open_sockets = []
        for index in range(count):
            client = socket.create_connection(('127.0.0.1', port))
            if index % 2 == 0:
                client.sendall(ask)
                client.recv(4096)
            open_sockets.append(client)
        print('open', flush=True)
        sys.stdin.readline()
        """;

    [Fact]
    public async Task Ten_thousand_idle_connections_cost_little_and_disturb_nobody()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "/usr/bin/python3 is missing; apt-get install python3");
        var possible = Math.Min(Wanted, HardLimit() - OtherDescriptors);
        await using var broker = await HostileBroker.StartAsync();
        await broker.ShouldServeAsync();
        GC.Collect();
        var before = Environment.WorkingSet;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Opener, possible.ToString(CultureInfo.InvariantCulture), broker.Port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var clients = Process.Start(start)!;      // never null without a shell
        try
        {
            (await clients.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken)).ShouldBe("open");
            GC.Collect();
            var each = (Environment.WorkingSet - before) / possible;
            TestContext.Current.TestOutputHelper!.WriteLine($"{possible} idle connections: {each} B resident each");    // a running test has one

            for (var request = 0; request < 100; request++) await broker.ShouldServeAsync();

            each.ShouldBeLessThan(32 * 1024);
            broker.ShouldHaveFailedNowhere();
        }
        finally
        {
            clients.Kill();
        }
        await broker.ShouldServeAsync();
        Assert.SkipWhen(possible < Wanted, $"only {possible} connections were tried: the hard limit of open files (ulimit -Hn) allows no more");
    }

    private static int HardLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return int.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
    }
}
