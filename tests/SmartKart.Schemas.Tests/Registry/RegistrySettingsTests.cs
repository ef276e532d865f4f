using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class RegistrySettingsTests : RegistryTests
{
    [Fact]
    public async Task A_subject_follows_the_registrys_level_until_it_has_its_own()
    {
        var settings = Client.Settings;
        (await settings.GetCompatibilityAsync(null, Stop)).ShouldBe(CompatibilityLevel.Backward);
        (await settings.GetCompatibilityAsync("p-value", Stop)).ShouldBe(CompatibilityLevel.Backward);
        (await settings.FindOwnCompatibilityAsync("p-value", Stop)).ShouldBeNull();

        await settings.SetCompatibilityAsync(CompatibilityLevel.FullTransitive, "p-value", Stop);
        (await settings.FindOwnCompatibilityAsync("p-value", Stop)).ShouldBe(CompatibilityLevel.FullTransitive);
        (await settings.GetCompatibilityAsync(null, Stop)).ShouldBe(CompatibilityLevel.Backward);

        await settings.DeleteCompatibilityAsync("p-value", Stop);
        (await settings.GetCompatibilityAsync("p-value", Stop)).ShouldBe(CompatibilityLevel.Backward);
    }

    [Theory]
    [InlineData(CompatibilityLevel.None, "NONE")]
    [InlineData(CompatibilityLevel.Backward, "BACKWARD")]
    [InlineData(CompatibilityLevel.BackwardTransitive, "BACKWARD_TRANSITIVE")]
    [InlineData(CompatibilityLevel.Forward, "FORWARD")]
    [InlineData(CompatibilityLevel.ForwardTransitive, "FORWARD_TRANSITIVE")]
    [InlineData(CompatibilityLevel.Full, "FULL")]
    [InlineData(CompatibilityLevel.FullTransitive, "FULL_TRANSITIVE")]
    public async Task A_level_is_spelt_as_the_registry_spells_it(CompatibilityLevel level, string spelling)
    {
        await Client.Settings.SetCompatibilityAsync(level, null, Stop);

        Registry.Requests.ShouldHaveSingleItem().Body.ShouldBe($$"""{"compatibility":"{{spelling}}"}""");
        (await Client.Settings.GetCompatibilityAsync(null, Stop)).ShouldBe(level);
    }

    [Theory]
    [InlineData(RegistryMode.ReadWrite, "READWRITE")]
    [InlineData(RegistryMode.ReadOnly, "READONLY")]
    [InlineData(RegistryMode.ReadOnlyOverride, "READONLY_OVERRIDE")]
    [InlineData(RegistryMode.Import, "IMPORT")]
    [InlineData(RegistryMode.Forward, "FORWARD")]
    public async Task A_mode_is_spelt_as_the_registry_spells_it(RegistryMode mode, string spelling)
    {
        await Client.Settings.SetModeAsync(mode, "p-value", Stop);

        Registry.Requests.ShouldHaveSingleItem().Body.ShouldBe($$"""{"mode":"{{spelling}}"}""");
        (await Client.Settings.GetModeAsync("p-value", Stop)).ShouldBe(mode);
        await Client.Settings.DeleteModeAsync("p-value", Stop);
        (await Client.Settings.GetModeAsync("p-value", Stop)).ShouldBe(RegistryMode.ReadWrite);
    }

    [Fact]
    public async Task A_level_that_is_not_known_here_is_named()
    {
        Registry.Store.Levels[""] = "SIDEWAYS";

        (await Refused(() => Client.Settings.GetCompatibilityAsync(null, Stop))).Message.ShouldContain("'compatibilityLevel' is 'SIDEWAYS', which is none of NONE, BACKWARD");
    }

    [Fact]
    public async Task A_change_that_is_answered_without_content_is_done()
    {
        Registry.Fail(204);

        await Client.Settings.DeleteCompatibilityAsync(null, Stop);

        Asked.ShouldBe(["DELETE /config"]);
    }
}
