using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

public sealed class EventDocsTests
{
    private static readonly string _page = EventDocs.Write(TopicCatalog.Shipped, EventSchemas.Shipped);

    [Fact]
    public void The_committed_page_is_what_the_schemas_and_the_catalogue_say()
    {
        var committed = File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md"));

        (committed == _page).ShouldBeTrue("docs/events.md is stale. Run: ./smartkart topics docs");
    }

    [Fact]
    public void Every_field_of_every_event_stands_on_the_page_with_its_meaning()
    {
        foreach (var field in EventSchemas.Shipped.ByTopic.Values.SelectMany(record => record.Fields))
            _page.ShouldContain($"| `{field.Name}` | ");
        foreach (var field in EventSchemas.Shipped.ByTopic.Values.SelectMany(record => record.Fields))
            _page.ShouldContain($" | {field.Doc} |");
    }

    [Theory]
    [InlineData("| [clickstream](#clickstream) | What visitors see and do in the shop. | `user_id` | 12 | 7d | commerce |")]
    [InlineData("| [product_upserted](#product_upserted) | The product catalogue, as a table; the last record of a product is the product. | `product_id` | 12 | the last of each key | commerce |")]
    [InlineData("| `query` | optional string | 👤 | ")]
    [InlineData("| `lines` | list of [LineItem](#lineitem) |  | ")]
    [InlineData("| `unit_price` | decimal(18, 4) |  | ")]
    [InlineData("| `features` | map of double |  | ")]
    [InlineData("| `attempt` | int, default `1` |  | ")]
    [InlineData("One of `unknown`, `impression`, `view`, `click`, `like`, `dislike`, `search`; a symbol not known is read as `unknown`.")]
    public void A_row_shows(string expected) => _page.ShouldContain(expected);

    [Fact]
    public void Every_link_leads_to_a_heading_of_the_page()
    {
        var headings = _page.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        var links = _page.Split("](#").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Distinct().ToList();

        links.Count.ShouldBeGreaterThan(14);
        links.ShouldBeSubsetOf(headings);
    }

    [Fact]
    public void A_type_has_one_heading()
    {
        var headings = _page.Split('\n').Where(line => line.StartsWith("##", StringComparison.Ordinal)).ToList();

        headings.ShouldBeUnique();
    }
}
