using System.Diagnostics;

namespace SmartKart.EndToEnd;

/// <summary>A program that was run to its end, and what it said.</summary>
internal sealed record ProcessRun(int Status, string Output, string Errors)
{
    /// <summary>Far more than any of them takes: a test must fail, not hang.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static Task<ProcessRun> SmartKartAsync(params string[] arguments) =>
        RunAsync(new ProcessStartInfo("dotnet",
            [Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll"), .. arguments]));

    public static async Task<ProcessRun> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        await using var killing = deadline.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        deadline.Token.ThrowIfCancellationRequested();
        return new ProcessRun(process.ExitCode, await output, await errors);
    }
}
