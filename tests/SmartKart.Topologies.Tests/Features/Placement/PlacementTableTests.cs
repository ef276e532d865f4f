using SmartKart.FeatureStore.Definitions;
using SmartKart.Topologies.Features.Placement;

namespace SmartKart.Topologies.Tests.Features.Placement;

public sealed class PlacementTableTests
{
    private static readonly FeatureView[] All = [.. Marketplace.ShippedViews.Where(view => view.Source is not null)];
    private static readonly FeatureView[] Most = All[1..];
    private static readonly PlacementTable Empty = new([]);

    [Fact]
    public void All_views_of_the_first_start_share_an_application()
    {
        var placed = After(Empty, All).Group(All).ShouldHaveSingleItem();

        (placed.Generation, placed.Name, placed.Views.Count).ShouldBe((1, "features", All.Length));
    }

    [Fact]
    public void Views_that_are_new_at_a_later_start_get_one_of_their_own_and_keep_it()
    {
        var later = After(After(Empty, Most), All);

        later.Group(All).Select(each => (each.Name, each.Views.Count)).ShouldBe([("features", Most.Length), ("features-2", 1)]);
        later.ChangesTo(All).ShouldBeEmpty();
    }

    [Fact]
    public void A_view_that_is_removed_is_computed_no_more_and_comes_back_as_a_new_one()
    {
        var without = After(After(Empty, All), Most);
        without.GenerationOf(All[0]).ShouldBeNull();
        without.Group(Most).ShouldHaveSingleItem().Generation.ShouldBe(1);

        After(without, All).GenerationOf(All[0]).ShouldBe(2);
        After(After(After(without, All), Most), All).GenerationOf(All[0]).ShouldBe(3, "what the second one kept of it is out of date, too");
    }

    [Fact]
    public void A_number_that_was_reserved_is_given_to_nobody_else()
    {
        var reserved = After(Empty, Most).With([ViewPlacement.Reserve(2)]);

        After(reserved, All).GenerationOf(All[0]).ShouldBe(3);
    }

    [Fact]
    public void A_placement_is_read_as_it_was_written()
    {
        var placement = new ViewPlacement("user_activity@1", 7, PlacementState.Removed);

        ViewPlacement.Parse(placement.ToBytes()).ShouldBe(placement);
        Should.Throw<System.Text.Json.JsonException>(() => ViewPlacement.Parse("{}"u8)).Message.ShouldContain("'{}'");
    }

    private static PlacementTable After(PlacementTable table, FeatureView[] views) => table.With(table.ChangesTo(views));
}
