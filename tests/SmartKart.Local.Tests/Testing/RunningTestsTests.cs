using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

public sealed class RunningTestsTests
{
    private readonly ManualTime _time = new();
    private readonly RunningTests _running;
    private readonly TestMessages _messages;

    public RunningTestsTests() => _messages = new TestMessages(_running = new RunningTests(_time));

    [Fact]
    public void A_test_runs_from_its_start_until_what_it_disposes_is_disposed()
    {
        Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A"}""");
        _time.Advance(TimeSpan.FromSeconds(3));
        Read("""{"$type":"test-starting","TestUniqueID":"2","TestDisplayName":"B"}""", """{"$type":"test-passed","TestUniqueID":"1"}""");
        _time.Advance(TimeSpan.FromSeconds(1));

        _running.Tests.ShouldBe([new RunningTest("A", TimeSpan.FromSeconds(4)), new RunningTest("B", TimeSpan.FromSeconds(1))]);
        Read("""{"$type":"test-finished","TestUniqueID":"1"}""");
        _running.Tests.ShouldHaveSingleItem().Name.ShouldBe("B");
    }

    [Fact]
    public void It_stands_still_from_the_last_moment_at_which_a_test_or_a_class_began_or_ended()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        _running.StoodStillFor.ShouldBe(TimeSpan.FromSeconds(5));
        foreach (var change in (string[])
        [
            """{"$type":"test-class-starting","TestClassUniqueID":"c","TestClassName":"C"}""",
                """{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A"}""",
            """{"$type":"test-finished","TestUniqueID":"1"}""", """{"$type":"test-class-finished","TestClassUniqueID":"c"}""",
        ])
        {
            Read(change);
            _running.StoodStillFor.ShouldBe(TimeSpan.Zero, change);
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        Read("a test wrote this");

        _running.StoodStillFor.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_test_that_takes_long_is_told_of_once()
    {
        var minute = TimeSpan.FromMinutes(1);
        Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"Slow"}""");
        _time.Advance(minute - TimeSpan.FromSeconds(1));
        _running.TakeLong(minute).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        Read("""{"$type":"test-starting","TestUniqueID":"2","TestDisplayName":"Quick"}""");

        _running.TakeLong(minute).ShouldBe([new RunningTest("Slow", minute)]);
        _running.TakeLong(minute).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_program_that_was_ended_each_test_that_had_not_ended_has_failed_and_says_how_long_it_ran()
    {
        Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"Waits"}""", "waiting for a broker");
        _time.Advance(TimeSpan.FromSeconds(600));
        _messages.CloseStalled("Some.Tests");

        _messages.Failed.ShouldBe([new FailedTest(
            "Waits", "It had run for 600 s and not ended. Some.Tests was ended: no test began or ended for 600 s.", "waiting for a broker")]);
    }

    [Theory]
    [InlineData("""{"$type":"test-class-starting","TestClassUniqueID":"c","TestClassName":"Shop.CartTests"}""", "a fixture of Shop.CartTests.")]
    [InlineData("""{"$type":"test-assembly-finished"}""", "the program itself, whose tests were done.")]
    [InlineData("""{"$type":"discovery-starting"}""", "the program itself.")]
    public void Where_no_test_ran_it_is_said_what_else_had_not_ended(string last, string notEnded)
    {
        Read(last);
        _messages.CloseStalled("Some.Tests");

        var failed = _messages.Failed.ShouldHaveSingleItem();
        failed.Name.ShouldBe("Some.Tests");
        failed.Message.ShouldEndWith($"and none was running. What had not ended is {notEnded}");
    }

    private void Read(params string[] lines) => Array.ForEach(lines, _messages.Read);
}
