using System.Diagnostics;
using SmartKart.Local.Serving;

namespace SmartKart.Local.Tests.Serving;

public sealed class ServingFileTests : IDisposable
{
    private static readonly Uri First = new("http://127.0.0.1:8080/"), Second = new("http://127.0.0.1:8081/");

    private readonly string _data = Directory.CreateTempSubdirectory("smartkart-serving-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void The_API_that_was_started_last_is_found_with_its_clock_until_it_stops()
    {
        ServingFile.Read(_data).ShouldBeNull();
        ServingFile.Read(Path.Combine(_data, "nowhere")).ShouldBeNull();
        var first = ServingFile.Write(_data, First, TimeProvider.System);
        ServingFile.Read(_data).ShouldNotBeNull().Shift.ShouldBe(TimeSpan.Zero);
        var clock = new ShiftedClock(DateTimeOffset.UnixEpoch);
        var second = ServingFile.Write(_data, Second, clock);

        first.Dispose();        // it leaves alone what isn't its own

        ServingFile.Read(_data).ShouldBe(new ServingEndpoints(Environment.ProcessId, Second, clock.Shift));
        second.Dispose();
        ServingFile.Read(_data).ShouldBeNull();
        second.Dispose();
    }

    [Fact]
    public async Task What_a_killed_process_left_is_not_taken_for_one_that_runs()
    {
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(TestContext.Current.CancellationToken);
        var file = Path.Combine(_data, "serving.json");
        var left = $$"""{"processId": {{gone.Id}}, "address": "http://127.0.0.1:8080/", "shift": "00:00:00"}""";
        await File.WriteAllTextAsync(file, left, TestContext.Current.CancellationToken);

        ServingFile.Read(_data).ShouldBeNull();
        await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
        Should.Throw<CommandException>(() => ServingFile.Read(_data)).Message.ShouldContain("Delete it.");
    }
}
