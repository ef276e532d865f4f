using SmartKart.Backfill.Histories;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Tests.Events;

public sealed class DerivedEventIdTests
{
    [Fact]
    public void An_id_is_the_same_for_ever() => DerivedEventId.Of("cart_abandoned", "ada/c1/1772366400000000").ShouldBe(
        NameBasedGuid.Create(new Guid("6f0e1c52-5b1d-4a0e-9a63-0d1c6f3a2b94"), "cart_abandoned/ada/c1/1772366400000000"));

    [Fact]
    public void Ids_of_long_names_are_ids_too() => DerivedEventId.Of("cart_abandoned", new string('界', 1000)).Version.ShouldBe(5);

    [Fact]
    public void The_same_name_in_another_topic_is_another_id() => DerivedEventId.Of("session_closed", "ada").ShouldNotBe(DerivedEventId.Of("cart_abandoned", "ada"));
}
