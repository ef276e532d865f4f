namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>How soon the broker takes clients again, over a log of ten gigabytes that was closed in good order; its process' own start included.</summary>
internal static class Reopening
{
    /// <summary>Twice the log and more, so that the machine is left room.</summary>
    public const long NeededBytes = 25_000_000_000;

    private const int Megabytes = 10_002;         // batches of a megabyte, to each partition as many

    public static async Task<double> SecondsAsync(string folder, Action<string> say, CancellationToken cancel)
    {
        say("writing a log of 10 GB, and stopping the broker in good order");
        await using (var broker = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, folder, ServerProgram.NoFsync))
        {
            using var raw = new RawRound("a log of 10 GB", broker, "large", valueBytes: 1_000, Megabytes);
            raw.Prepare();
            raw.Write(cancel);
        }
        say("opening it again");
        await using var reopened = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, folder, ServerProgram.Fsync);
        return reopened.StartedIn.TotalSeconds;
    }
}
