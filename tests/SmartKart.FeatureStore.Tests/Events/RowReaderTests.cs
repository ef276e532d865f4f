using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Events;

public sealed class RowReaderTests
{
    private const int Events = 300;

    public static TheoryData<string, string?> Sources => GeneratedEvents.Sources;

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_row_holds_what_the_generated_record_does(string topic, string? each)
    {
        var contract = GeneratedEvents.Contract(topic);
        var need = GeneratedEvents.AllOf(topic, each);
        var reader = TopicRows.Compile(SchemaResolution.Between(contract, contract), [need]).NewReader();
        var random = new RandomEvents(seed: 1);
        for (var i = 0; i < Events; i++)
        {
            var bytes = random.Bytes(contract);
            reader.Read(bytes);
            ShouldBe(reader.Rows[0], GeneratedEvents.Rows(GeneratedEvents.Decode(topic, bytes), need.Source, contract), need.Source.Row);
        }
    }

    [Fact]
    public void One_pass_gives_the_rows_of_the_event_and_of_its_lines()
    {
        var contract = GeneratedEvents.Contract("order_placed");
        RowNeed[] needs = [GeneratedEvents.AllOf("order_placed", "lines"), GeneratedEvents.AllOf("order_placed")];
        var reader = TopicRows.Compile(SchemaResolution.Between(contract, contract), needs).NewReader();
        var random = new RandomEvents(seed: 2);
        for (var i = 0; i < Events; i++)
        {
            var bytes = random.Bytes(contract);
            reader.Read(bytes);
            reader.Rows.Length.ShouldBe(2);
            for (var rows = 0; rows < 2; rows++)
            {
                reader.Rows[rows].Each.ShouldBe(needs[rows].Source.Each);
                ShouldBe(reader.Rows[rows], GeneratedEvents.Rows(GeneratedEvents.Decode("order_placed", bytes), needs[rows].Source, contract),
                    needs[rows].Source.Row);
            }
        }
    }

    [Fact]
    public void Shipped_views_of_a_topic_read_the_fields_that_they_name()
    {
        var topics = DefinitionSet.Shipped.Views.Where(view => view.Source is not null).GroupBy(view => view.Source!.Topic.Name).ToArray();
        topics.Length.ShouldBeGreaterThan(3);
        foreach (var topic in topics)
        {
            var contract = GeneratedEvents.Contract(topic.Key);
            var plans = topic.Select(ViewPlan.Compile).ToArray();
            var reader = TopicRows.Compile(contract, plans).NewReader();
            var random = new RandomEvents(seed: 3);
            for (var i = 0; i < Events; i++)
            {
                var bytes = random.Bytes(contract);
                var record = GeneratedEvents.Decode(topic.Key, bytes);
                reader.Read(bytes);
                var seen = 0;
                foreach (var rows in reader.Rows)
                {
                    foreach (var view in rows.Views)
                    {
                        var expected = GeneratedEvents.Rows(record, view.View.Source!, contract);
                        rows.Count.ShouldBe(expected.Count);
                        for (var row = 0; row < rows.Count; row++)
                            foreach (var place in view.Places) ShouldBe(rows.At(row)[place], expected[row][place], rows.Schema.Fields[place]);
                        seen++;
                    }
                }
                seen.ShouldBe(plans.Length);
            }
        }
    }

    [Fact]
    public void Views_of_two_topics_are_refused()
    {
        var plans = DefinitionSet.Shipped.Views.Where(view => view.Source is not null).Select(ViewPlan.Compile).ToArray();
        var error = Should.Throw<ArgumentException>(() => TopicRows.Compile(GeneratedEvents.Contract("clickstream"), plans));
        error.Message.ShouldContain("Compile each topic's on their own");
        Should.Throw<ArgumentException>(() => TopicRows.Compile(GeneratedEvents.Contract("clickstream")));
    }

    internal static void ShouldBe(EventRows rows, List<Scalar[]> expected, RowSchema schema)
    {
        rows.Count.ShouldBe(expected.Count);
        for (var row = 0; row < expected.Count; row++)
        {
            var actual = rows.At(row);
            for (var place = 0; place < schema.Fields.Count; place++) ShouldBe(actual[place], expected[row][place], schema.Fields[place]);
        }
    }

    // A decimal of more than 53 bits has two doubles next to it; which of them is DuckDB's choice, and DecimalDouble's test.
    private static void ShouldBe(Scalar actual, Scalar expected, RowField field)
    {
        if (field.Type == ScalarType.Double && !expected.IsNull && !actual.IsNull && Math.Abs(expected.Double) > 1e11 && double.IsFinite(expected.Double))
            (actual.Double / expected.Double).ShouldBe(1, 1e-15, field.Name);
        else
            actual.ShouldBe(expected, field.Name);
    }
}
