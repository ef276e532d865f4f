using SmartKart.Local.Terminal;

namespace SmartKart.Local.Tests.Terminal;

public sealed class PlainProgressTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly ManualTime _time = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_step_says_when_it_begins_and_how_long_it_took()
    {
        using (var step = new PlainProgress(_output, _time).Begin("reading rows", total: 2_000))
        {
            step.Advance(2_000);
            _time.Advance(TimeSpan.FromSeconds(1.5));
        }

        Lines().ShouldBe(["reading rows …", "reading rows: 2,000 of 2,000 in 1.5 s"]);
    }

    [Fact]
    public void While_it_lasts_it_says_so_every_five_seconds_however_often_it_advances()
    {
        using var step = new PlainProgress(_output, _time).Begin("reading rows");
        for (var tenth = 0; tenth < 110; tenth++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            step.Advance();
        }

        Lines().ShouldBe(["reading rows …", "reading rows: 50", "reading rows: 100"]);
    }

    [Fact]
    public void A_total_that_is_known_later_shows_from_then_on_and_how_long_the_rest_may_take()
    {
        using var step = new PlainProgress(_output, _time).Begin("reading rows");
        step.SetTotal(10);
        _time.Advance(TimeSpan.FromSeconds(5));
        step.Advance(4);

        Lines()[^1].ShouldBe("reading rows: 4 of 10, about 8 s left");
    }

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
