namespace SmartKart.Schemas.Tests.Compatibility;

/// <summary>Confluent's levels, on one subject's history.</summary>
public sealed class CompatibilityLevelTests
{
    private static readonly AvroSchema Bare = Record("");
    private static readonly AvroSchema WithDefault = Record("""{"name":"a","type":"int","default":0}""");
    private static readonly AvroSchema WithoutDefault = Record("""{"name":"a","type":"int"}""");

    [Theory]
    // A field with a default may come and go.
    [InlineData(CompatibilityLevel.Full, "Bare", "WithDefault", true)]
    // One without may be taken away by readers first, and added by writers first.
    [InlineData(CompatibilityLevel.Backward, "WithoutDefault", "Bare", true)]
    [InlineData(CompatibilityLevel.Forward, "WithoutDefault", "Bare", false)]
    [InlineData(CompatibilityLevel.Backward, "Bare", "WithoutDefault", false)]
    [InlineData(CompatibilityLevel.Forward, "Bare", "WithoutDefault", true)]
    [InlineData(CompatibilityLevel.Full, "Bare", "WithoutDefault", false)]
    [InlineData(CompatibilityLevel.None, "Bare", "WithoutDefault", true)]
    // Dropping a default is seen only from two versions back.
    [InlineData(CompatibilityLevel.Backward, "Bare WithDefault", "WithoutDefault", true)]
    [InlineData(CompatibilityLevel.BackwardTransitive, "Bare WithDefault", "WithoutDefault", false)]
    [InlineData(CompatibilityLevel.FullTransitive, "Bare WithDefault", "WithoutDefault", false)]
    [InlineData(CompatibilityLevel.ForwardTransitive, "Bare WithDefault", "WithoutDefault", true)]
    [InlineData(CompatibilityLevel.Forward, "WithoutDefault WithDefault", "Bare", true)]
    [InlineData(CompatibilityLevel.ForwardTransitive, "WithoutDefault WithDefault", "Bare", false)]
    [InlineData(CompatibilityLevel.FullTransitive, "WithoutDefault WithDefault", "Bare", false)]
    [InlineData(CompatibilityLevel.BackwardTransitive, "WithoutDefault WithDefault", "Bare", true)]
    public void A_level_asks_of_a_new_version_what_Confluent_says(CompatibilityLevel level, string former, string schema, bool passes) =>
        SchemaCompatibility.Check(level, Named(schema), [.. former.Split(' ').Select(Named)]).Count.ShouldBe(passes ? 0 : 1);

    [Fact]
    public void What_is_wrong_names_the_former_version_and_who_was_to_read()
    {
        var found = SchemaCompatibility.Check(CompatibilityLevel.FullTransitive, WithoutDefault, [Bare, WithDefault]).ShouldHaveSingleItem();

        (found.Former, found.Direction, found.Found.Field).ShouldBe((0, ReadDirection.Backward, "a"));
        found.ToString().ShouldStartWith("the new schema cannot read data of former version 0: READER_FIELD_MISSING_DEFAULT_VALUE at /fields/0 (a): ");
        SchemaCompatibility.Check(CompatibilityLevel.Forward, Bare, [WithoutDefault]).ShouldHaveSingleItem()
            .ToString().ShouldStartWith("former version 0 cannot read data of the new schema: ");
    }

    [Fact]
    public void The_first_version_of_a_subject_is_always_welcome()
    {
        foreach (var level in Enum.GetValues<CompatibilityLevel>()) SchemaCompatibility.Check(level, Bare, []).ShouldBeEmpty();
    }

    [Fact]
    public void A_level_is_written_as_the_registry_writes_it()
    {
        Enum.GetValues<CompatibilityLevel>().Select(level => level.Keyword())
            .ShouldBe(["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"]);
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            CompatibilityLevels.TryParse(level.Keyword(), out var parsed).ShouldBeTrue();
            parsed.ShouldBe(level);
        }
        CompatibilityLevels.TryParse("sideways", out _).ShouldBeFalse();
        CompatibilityLevels.TryParse(null, out _).ShouldBeFalse();
    }

    private static AvroSchema Named(string name) => name switch
    {
        nameof(Bare) => Bare,
        nameof(WithDefault) => WithDefault,
        _ => WithoutDefault,
    };

    private static AvroSchema Record(string field) => AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{{field}}]}""");
}
