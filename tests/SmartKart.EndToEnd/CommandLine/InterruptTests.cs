using System.Diagnostics;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class InterruptTests
{
    [Fact]
    public async Task Ctrl_C_stops_a_command_and_what_it_started_with_status_130()
    {
        // The start-up benchmark takes seconds, and starts a program that starts others. Whoever runs the tests in the
        // background of a script passes an ignored SIGINT on to all of them; env gives this one its own back.
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, "bench", "startup"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        (await process.StandardError.ReadLineAsync(cancel)).ShouldBe("warming up through the launcher");

        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await interrupt.WaitForExitAsync(cancel);

        // The end of its stderr comes only when every process that holds it has ended, so this waits for the children too.
        var errors = await process.StandardError.ReadToEndAsync(cancel).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        await process.WaitForExitAsync(cancel);
        process.ExitCode.ShouldBe(130);
        errors.ShouldContain("smartkart: stopped");
    }
}
