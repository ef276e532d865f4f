using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Writing;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Offline.Writing;

/// <summary>Vectors go in in any order and from several writers, and come out by their labels.</summary>
public sealed class VectorStoreTests : IDisposable
{
    private const int Labels = 9_000;
    private readonly ServicePlan _service = Clicks.View("user_clicks");
    private readonly DuckDbConnection _connection = new("Data Source=:memory:;Threads=2");
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"vectors-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public VectorStoreTests() => _connection.Open();

    public void Dispose()
    {
        _connection.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData(1 << 30, false)]
    [InlineData(1 << 20, true)]
    public void Each_label_has_the_vector_that_was_written_for_it_in_memory_or_past_it(long memoryBytes, bool spills)
    {
        using var store = Written(memoryBytes);
        store.HasSpilled.ShouldBe(spills);
        File.Exists(_path).ShouldBe(spills);

        var read = 0L;
        using var command = _connection.CreateCommand("SELECT label, vector FROM (SELECT i AS label, vectors(i) AS vector FROM range($labels) t(i))");
        command.Parameters.AddWithValue("labels", Labels);
        using var reader = command.ExecuteReader();
        for (; reader.Read(); read++)
        {
            var (label, vector) = (reader.GetInt64(0), (IReadOnlyDictionary<string, object?>)reader.GetValue(1));
            label.ShouldBe(read, "a query goes through the labels in their order");
            var expected = Row(label);
            for (var feature = 0; feature < _service.Features.Count; feature++)
                VectorFault.Of(_service, expected, feature, Plain(vector[$"f{feature}"])).ShouldBeNull($"label {label}, {_service.Features[feature]}");
        }
        read.ShouldBe(Labels);
    }

    [Fact]
    public void A_vector_is_read_once()
    {
        using var store = Written(1 << 30);
        _connection.Native.Execute($"CREATE TABLE all_vectors AS SELECT vectors(i) FROM range({Labels}) t(i)", Cancel);
        Should.Throw<WarehouseQueryException>(() => _connection.Native.Execute("CREATE TABLE again AS SELECT vectors(0)", Cancel)).EngineMessage.ShouldContain("Label 0 is read a second time");
    }

    private VectorStore Written(long memoryBytes)
    {
        var features = FeatureColumn.Of(_service.Features);
        var store = new VectorStore(features, Labels, writers: 2, memoryBytes, _path);
        VectorWriter[] writers = [store.NewWriter(), store.NewWriter()];
        // 7,919 is a prime that doesn't divide the number of labels: each comes once, far from the one before.
        for (var i = 0L; i < Labels; i++)
        {
            var label = i * 7_919 % Labels;
            writers[i % 2].Append(label, Row(label));
        }
        foreach (var writer in writers) writer.Complete();
        _connection.Native.DefineFunction(
            "vectors",
            "BIGINT",
            $"STRUCT({string.Join(", ", features.Select((feature, i) => $"f{i} {feature.SqlType}"))})",
            (label, rows, vector) => store.Read(label.Values<long>()[..rows], vector));
        return store;
    }

    private static object? Plain(object? value) => value is DateTimeOffset instant ? instant.UtcDateTime : value;

    // Some events of the label's own, of texts of very different lengths; every seventh label has none.
    private FeatureRow Row(long label)
    {
        var row = _service.NewRow();
        var source = _service.Sources[0];
        var state = source.Tiles.NewState();
        var inputs = new Scalar[source.Tiles.InputCount];
        for (var i = 0L; i < label % 7; i++)
        {
            var e = new Scalar[source.View.Source!.Row.Fields.Count];
            void Set(string field, Scalar value) => e[source.View.Source!.Row.PlaceOf(field)] = value;
            Set("user_id", Scalar.From("u"));
            Set("occurred_at", Scalar.FromTimestamp(i));
            Set("action", Scalar.From(i % 2 == 0 ? "click" : "view"));
            Set("product_id", Scalar.From(new string('ü', (int)(label % 250)) + i));
            Set("category_id", Scalar.From($"c{(label + i) % 3}"));
            Set("position", i % 3 == 0 ? Scalar.Null : Scalar.From(label));
            Set("propensity", i % 4 == 0 ? Scalar.Null : Scalar.From(label / 7.0));
            source.TryRead(e, inputs).ShouldBeTrue();
            state.Add(i, inputs);
        }
        row.Set(0, state, 1_000_000);
        row.Finish(1_000_000);
        return row;
    }
}
