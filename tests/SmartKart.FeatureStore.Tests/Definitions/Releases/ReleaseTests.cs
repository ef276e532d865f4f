using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Releases;

namespace SmartKart.FeatureStore.Tests.Definitions.Releases;

public sealed class ReleaseTests
{
    private readonly DefinitionSet _shop = Shop.Read(Shop.All);

    [Theory]
    [InlineData("filter: action = 'view'\nttl", "filter: ACTION = 'view'\nttl", false)]         // a field's case matters, and this is none
    [InlineData("filter: action = 'view'\nttl", "filter: >-\n  \"action\"  =\n  'view'\nttl", true)]
    [InlineData("{on_demand: \"seconds(now - last_at)\"}", "{description: Seconds., on_demand: 'SECONDS( now-last_at )'}", true)]
    [InlineData("ttl: 31d", "ttl: 744h   # a month", true)]
    [InlineData("entity: user\nsource", "entities: [user]\nsource", true)]
    [InlineData("version: 1\n", "", true)]
    public void Only_meaning_has_part_in_a_fingerprint(string old, string now, bool isSound)
    {
        if (!isSound)
        {
            Shop.Faults(Shop.With(old, now)).ShouldHaveSingleItem();
            return;
        }
        DefinitionChange.Between(ReleasedViews.Of(_shop), ReleasedViews.Of(Shop.Read(Shop.With(old, now)))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("filter: action = 'view'\nttl", "filter: action = 'click'\nttl", "user_activity@1", "source, key, filter, ttl or the order of features")]
    [InlineData("key: user_id, timestamp: occurred_at}\nfilter", "key: session_id, timestamp: occurred_at}\nfilter", "user_activity@1",
        "source, key, filter, ttl or the order of features")]
    [InlineData("ttl: 31d", "ttl: 32d", "product_interest@1", "source, key, filter, ttl or the order of features")]
    [InlineData("half_life: 3d", "half_life: 4d", "user_activity@1", "changed category_affinity")]
    [InlineData("top: 10", "top: 11", "user_activity@1", "changed category_affinity")]
    [InlineData("k: 20", "k: 21", "user_activity@1", "changed recent_products")]
    [InlineData("prior: [1, 2]", "prior: [1, 3]", "user_activity@1", "changed depth_7d")]
    [InlineData("seconds_since / 60", "seconds_since / 61", "user_activity@1", "changed minutes_since")]
    [InlineData("windows: [1h, 24h, 7d, 30d]", "windows: [2h, 24h, 7d, 30d]", "user_activity@1", "added views_2h; removed views_1h")]
    [InlineData("windows: [1h, 24h, 7d, 30d]", "windows: [24h, 1h, 7d, 30d]", "user_activity@1", "source, key, filter, ttl or the order of features")]
    [InlineData("{aggregate: count, filter: action = 'view', windows", "{aggregate: count, filter: action = 'like', windows", "product_interest@1",
        "changed views_7d")]
    [InlineData("at: [0.5, 0.999]", "at: [0.5]", "product_sales@1", "removed prices_p99_9_7d")]
    public void A_change_of_meaning_is_told_by_view_and_feature(string old, string now, string view, string summary)
    {
        var change = DefinitionChange.Between(ReleasedViews.Of(_shop), ReleasedViews.Of(Shop.Read(Shop.With(old, now)))).ShouldHaveSingleItem();
        change.View.ShouldBe(view);
        change.Kind.ShouldBe(ChangeKind.Changed);
        change.Summary.ShouldBe(summary);
    }

    [Fact]
    public void A_changed_view_under_a_released_version_is_refused_with_the_next_version()
    {
        var released = ReleasedViews.Of(_shop);
        var changed = Shop.Read(Shop.With("half_life: 3d", "half_life: 4d"));
        var fault = Should.Throw<DefinitionException>(() => released.Check(changed)).Faults.ShouldHaveSingleItem();
        fault.At.Line.ShouldBe(11);
        fault.Problem.ShouldBe("version 1 was released with another content (changed category_affinity). "
            + "Give it version: 2; version 1 goes on until it is removed, so leave its definition as it was.");
    }

    [Fact]
    public void A_new_version_and_a_removed_view_are_no_change_of_what_was_released()
    {
        var released = ReleasedViews.Of(_shop);
        Should.NotThrow(() => released.Check(Shop.Read(Shop.Entities + Shop.Views.Replace("version: 1", "version: 2", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_was_released_stays_when_more_is_released()
    {
        var first = ReleasedViews.Of(_shop);
        var changed = Shop.With("half_life: 3d", "half_life: 4d").Replace("version: 1", "version: 2", StringComparison.Ordinal);
        var second = first.With(Shop.Read(changed.Replace("user_activity@1", "user_activity@2", StringComparison.Ordinal)));
        second.ById.Keys.ShouldContain("user_activity@2");
        second.ById["user_activity@1"].View.ShouldBe(first.ById["user_activity@1"].View);
    }

    [Fact]
    public void The_file_of_fingerprints_is_read_as_it_was_written()
    {
        var released = ReleasedViews.Of(_shop);
        var read = ReleasedViews.Parse("released.json", released.ToJson());
        DefinitionChange.Between(released, read).ShouldBeEmpty();
        read.ToJson().ShouldBe(released.ToJson());
    }

    /// <summary>Fingerprints lie in files and stores: one that changes for the same meaning would orphan what they stand for.</summary>
    [Theory]
    [InlineData("user_activity@1", "cf1364fed59fb36cdad54c5a1b59496844d608c22220f8438d12907f75fd5d06")]
    [InlineData("product_sales@1", "6ab5cd886e3816ebd934206d4df0f6bb59cb1ebdb6c2653eff1644bcc20c88fd")]
    [InlineData("product_conversion@1", "445fa30db4e08b7c52372a1ff4253f5e79617da6391b6fdb3fd03180b308399f")]
    public void A_fingerprint_never_changes_for_the_same_meaning(string view, string fingerprint) => _shop.View(view).Fingerprint.ShouldBe(fingerprint);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"a@1\": null}")]
    [InlineData("{\"a@1\": {\"view\": \"12\", \"features\": {}}}")]
    [InlineData("{\"a@1\": {\"fingerprint\": \"12\"}}")]
    public void A_damaged_file_of_fingerprints_is_refused(string json) =>
        Should.Throw<DefinitionException>(() => ReleasedViews.Parse("released.json", json)).Message.ShouldContain("Take it back from version control");
}
