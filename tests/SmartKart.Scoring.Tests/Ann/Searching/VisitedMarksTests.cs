using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Tests.Ann.Searching;

public sealed class VisitedMarksTests
{
    [Fact]
    public void Each_search_begins_with_none_marked_however_many_went_before()
    {
        var marks = new VisitedMarks(3);
        for (var search = 0; search < 1_000; search++)
        {
            marks.Reset();
            marks.IsMarked(search % 3).ShouldBeFalse();
            marks.IsMarked(2).ShouldBeFalse();
            marks.Mark(search % 3);
            marks.IsMarked(search % 3).ShouldBeTrue();
        }
    }
}
