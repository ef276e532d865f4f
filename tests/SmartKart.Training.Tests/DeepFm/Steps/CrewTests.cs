using SmartKart.Training.DeepFm.Steps;

namespace SmartKart.Training.Tests.DeepFm.Steps;

public sealed class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_member_is_called_once_a_task(int size)
    {
        using var crew = new Crew(size);
        var calls = new int[size];

        for (var task = 0; task < 100; task++) crew.Run(member => calls[member]++);

        calls.ShouldAllBe(count => count == 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_members_fault_reaches_the_caller_when_all_are_back_and_the_crew_goes_on(int faulty)
    {
        using var crew = new Crew(3);
        var returned = 0;

        Should.Throw<InvalidOperationException>(() => crew.Run(member =>
        {
            if (member == faulty) throw new InvalidOperationException("broken");
            Interlocked.Increment(ref returned);
        })).Message.ShouldBe("broken");

        returned.ShouldBe(2);
        crew.Run(_ => Interlocked.Increment(ref returned));
        returned.ShouldBe(5);
    }

    [Fact]
    public void Shares_cover_all_items_once()
    {
        using var crew = new Crew(3);

        Enumerable.Range(0, 3).Select(member => crew.Share(member, 10)).ShouldBe([(0, 3), (3, 6), (6, 10)]);
    }
}
