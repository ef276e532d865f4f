using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

public sealed class TestMessagesTests
{
    private const string End = """{"$type":"test-assembly-finished","TestsFailed":0}""";

    [Fact]
    public void Passes_failures_and_skips_are_told_apart_by_name_with_their_reasons()
    {
        var messages = Read(
            """{"$type":"discovery-complete","TestCasesToRun":3}""",
            """{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A_passes"}""",
            """{"$type":"test-passed","TestUniqueID":"1"}""",
            """{"$type":"test-starting","TestUniqueID":"2","TestDisplayName":"B_fails"}""",
            """{"$type":"test-failed","TestUniqueID":"2","Messages":["outer","inner"],"StackTraces":["at B",null]}""",
            """{"$type":"test-starting","TestUniqueID":"3","TestDisplayName":"C_is_skipped"}""",
            """{"$type":"test-skipped","TestUniqueID":"3","Reason":"no data"}""",
            End);
        messages.Close("Some.Tests", exitCode: 1);

        messages.Passed.ShouldBe(1);
        messages.Failed.ShouldBe([new FailedTest("B_fails", "outer\ninner", "at B")]);
        messages.Skipped.ShouldBe([new SkippedTest("C_is_skipped", "no data")]);
    }

    [Fact]
    public void An_explicit_test_that_was_not_run_is_a_skip_that_says_so()
    {
        var messages = Read(
            """{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"By_hand"}""",
            """{"$type":"test-not-run","TestUniqueID":"1"}""",
            End);

        messages.Skipped.ShouldHaveSingleItem().Reason.ShouldContain("explicit");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("test-class-cleanup-failure")]
    [InlineData("test-assembly-cleanup-failure")]
    public void A_fault_outside_any_test_is_a_failure(string kind)
    {
        var messages = Read($$"""{"$type":"{{kind}}","Messages":["cannot dispose"],"StackTraces":["at Fixture"]}""", End);

        messages.Failed.ShouldBe([new FailedTest(kind, "cannot dispose", "at Fixture")]);
    }

    [Fact]
    public void A_program_that_ends_early_has_failed_and_its_last_words_are_kept()
    {
        var messages = Read("""{"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A"}""", "Fatal error. Out of memory.");
        messages.Close("Some.Tests", exitCode: 134);

        var failed = messages.Failed.ShouldHaveSingleItem();
        failed.Name.ShouldBe("Some.Tests");
        failed.Message.ShouldBe("The test program ended with exit status 134 before its tests were done.");
        failed.StackTrace.ShouldBe("Fatal error. Out of memory.");
    }

    [Fact]
    public void A_bad_exit_status_with_no_test_to_blame_is_a_failure()
    {
        var messages = Read(End);
        messages.Close("Some.Tests", exitCode: 3);

        messages.Failed.ShouldHaveSingleItem().Message.ShouldContain("exit status 3 though no test failed");
    }

    [Fact]
    public void A_program_that_came_to_its_end_adds_nothing()
    {
        var messages = Read("a test wrote this", End);
        messages.Close("Some.Tests", exitCode: 0);

        messages.Failed.ShouldBeEmpty();
    }

    private static TestMessages Read(params string[] lines)
    {
        var messages = new TestMessages(new RunningTests(TimeProvider.System));
        Array.ForEach(lines, messages.Read);
        return messages;
    }
}
