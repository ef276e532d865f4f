using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Histories.Mapping;

namespace SmartKart.Backfill.Tests.Histories.Mapping;

public sealed class MappingFileTests : IDisposable
{
    private readonly TableFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line_its_key_and_the_remedy()
    {
        var fault = Should.Throw<MappingException>(() => MappingFile.Read("shop.yaml", """
            topic: clickstream
            wher: x = 1
            fields:
              user_id: who
              colour: red
              action: {constant: view, format: "%d"}
            """));

        fault.Faults.Select(each => (each.At.Line, each.Key)).ShouldBe(
            [(2, "wher"), (4, "fields.occurred_at"), (5, "fields.colour"), (6, "fields.action.format")], ignoreOrder: true);
        fault.Message.ShouldContain("shop.yaml:2:1: wher: there is no such key. The keys are topic, where, zone, id, fields.");
        fault.Message.ShouldContain("occurred_at: the contract wants this field, and it is not mapped. Write 'occurred_at: <a column>'");
    }

    [Fact]
    public void The_mapping_that_the_page_shows_is_sound()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "replay.md"));
        var shown = page.Split("```yaml\n")[1].Split("```")[0];

        MappingFile.Read("docs/replay.md", shown).Select(each => each.Topic.Name).ShouldBe(["order_placed", "clickstream"]);
    }

    [Theory]
    [InlineData("", "the mapping is empty")]
    [InlineData("topic: click\nfields: {user_id: a}", "there is no topic 'click'. The topics are")]
    [InlineData("topic: clickstream", "fields: the event's fields are missing")]
    [InlineData("topic: [clickstream\nfields: x", "this is no YAML")]
    [InlineData("topic: &a clickstream", "an anchor, an alias or a tag has no place in a mapping")]
    [InlineData("topic: order_placed\nfields: {lines: sku}", "this is a list. Write its items")]
    public void A_mapping_that_cannot_be_used_says_why(string text, string reason) =>
        Should.Throw<MappingException>(() => MappingFile.Read("shop.yaml", text)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("user_id: whom", "mapping.yaml:2:", "\"whom\"")]
    [InlineData("user_id: {expression: who +}", "mapping.yaml:2:", "syntax error")]
    [InlineData("user_id: who, list_id: {column: who}, product_id: nothing", "fields.product_id", "The table has who, time")]
    public void What_the_table_lacks_is_told_before_a_row_is_read(string field, string where, string what)
    {
        var table = _folder.Write("table.csv", "who,time\nada,2024-01-01\n");
        var mapping = _folder.Write("mapping.yaml", $"topic: clickstream\nfields: {{occurred_at: time, action: {{constant: view}}, {field}}}\n");

        var message = Should.Throw<MappingException>(() => ReplaySource.OfMapping(table, kind: null, mapping, TestContext.Current.CancellationToken)).Message;

        message.ShouldContain(where);
        message.ShouldContain(what);
    }

    [Fact]
    public void A_zone_that_there_is_not_is_told_before_a_row_is_read()
    {
        var table = _folder.Write("table.csv", "who,time\nada,2024-01-01\n");
        var mapping = _folder.Write("mapping.yaml", "topic: clickstream\nzone: Mars/Olympus\nfields: {occurred_at: time, action: {constant: view}, user_id: who}\n");

        Should.Throw<MappingException>(() => ReplaySource.OfMapping(table, kind: null, mapping, TestContext.Current.CancellationToken)).Message.ShouldContain("Mars/Olympus");
    }
}
