using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb.Parquet;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Tests.Events.Archive;

/// <summary>The first half of parity: what the stream reads of events and what a query reads of their history are the same rows.</summary>
public sealed class StreamAndHistoryTests : HistoryTest
{
    public static TheoryData<string> Views => [.. DefinitionSet.Shipped.Views.Where(view => view.Source is not null).Select(view => view.Id)];

    [Theory]
    [MemberData(nameof(Views))]
    public void The_rows_of_the_stream_are_the_rows_of_history_to_the_last_bit(string id)
    {
        var plan = ViewPlan.Compile(DefinitionSet.Shipped.Views.Single(view => view.Id == id));
        var source = plan.View.Source!;
        var fields = EventRelation.FieldsOf(plan.View);
        var contract = GeneratedEvents.Contract(source.Topic.Name);
        var reader = TopicRows.Compile(contract, plan).NewReader();
        var random = new RandomEvents(seed: 31);
        var streamed = new List<string>();
        using (var history = new HistoryWriter(Connection, Root.FullName, source.Topic))
        {
            for (var i = 0; i < 400; i++)
            {
                var bytes = random.Bytes(contract);
                history.Append(bytes, contract);
                reader.Read(bytes);
                for (var row = 0; row < reader.Rows[0].Count; row++)
                {
                    var values = reader.Rows[0].At(row);
                    if (plan.KeyPlaces.All(place => !values[place].IsNull)) streamed.Add(Line(fields, field => values[source.Row.PlaceOf(field.Name)]));
                }
            }
            history.Complete("a", Cancellation);
        }
        streamed.Count.ShouldBeGreaterThan(100);
        var files = ParquetFiles.Scan(HistoryFiles.All(Root.FullName, source.Topic.Name));
        Stored(EventRelation.Write(SqlDialect.DuckDb, plan.View, files), fields).Order(StringComparer.Ordinal).ShouldBe(streamed.Order(StringComparer.Ordinal));
    }

    private List<string> Stored(string sql, IReadOnlyList<RowField> fields)
    {
        var lines = new List<string>();
        using var result = Connection.Native.Query(sql, Cancellation);
        while (result.TryReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var (place, at) = (0, row);
                lines.Add(Line(fields, field => Value(chunk.Column(place++), field.Type, at)));
            }
        }
        return lines;
    }

    private static Scalar Value(ColumnVector column, ScalarType type, int row) => column.IsNull(row)
        ? Scalar.Null
        : type switch
        {
            ScalarType.Boolean => Scalar.From(column.Boolean(row)),
            ScalarType.Int64 => Scalar.From(column.Int64(row)),
            ScalarType.Double => Scalar.From(column.Double(row)),
            ScalarType.String => Scalar.From(column.String(row)),
            _ => Scalar.FromTimestamp(column.Values<long>()[row]),
        };

    private static string Line(IReadOnlyList<RowField> fields, Func<RowField, Scalar> value) =>
        string.Join(" | ", fields.Select(field => $"{field.Name}={value(field)}"));
}
