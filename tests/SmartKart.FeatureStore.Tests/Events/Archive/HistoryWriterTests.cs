using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Events.Archive;

public sealed class HistoryWriterTests : HistoryTest
{
    public static TheoryData<string> Topics => GeneratedEvents.Topics;

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_is_read_back_is_what_was_appended(string topic)
    {
        const int Events = 2_500;        // more than a vector
        var contract = GeneratedEvents.Contract(topic);
        var random = new RandomEvents(seed: 21);
        var byId = new Dictionary<string, GenericRecord>();
        IReadOnlyList<string> files;
        using (var history = new HistoryWriter(Connection, Root.FullName, Topic(topic)))
        {
            for (var i = 0; i < Events; i++)
            {
                var record = random.Record(contract);
                byId.Add(((Guid)record["event_id"]!).ToString(), record);
                history.Append(GenericWriter.Encode(contract, record), contract);
            }
            history.EventCount.ShouldBe(Events);
            Root.GetFiles("*", SearchOption.AllDirectories).ShouldBeEmpty();
            files = history.Complete("0-2499", Cancellation);
        }
        files.Count.ShouldBeGreaterThan(3);
        Count("SELECT count(*) FROM duckdb_tables()").ShouldBe(0);
        foreach (var file in files) ShouldHold(file, contract, byId);
        byId.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_holds_the_events_of_its_day_in_the_order_in_which_they_were_appended()
    {
        using var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"));
        string[] times =
        [
            "2026-03-01T23:59:59.999999Z", "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", "1969-12-31T23:59:59.999999Z",
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z",
        ];
        foreach (var time in times) history.Append(Click(time), Clicks);
        history.Complete("a", Cancellation).ShouldBe(
            new[] { "0001-01-01", "1969-12-31", "2026-03-01", "2026-03-02", "9999-12-31" }.Select(
                day => Path.Combine(Root.FullName, "events", "clickstream", $"date={day}", "a.parquet")));
        using var result = Connection.Native.Query(
            $"SELECT epoch_us(occurred_at) FROM {ParquetFiles.Scan(HistoryFiles.Of(Root.FullName, "clickstream", new DateOnly(2026, 3, 1), "a"))}",
            Cancellation);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        chunk.Column(0).Values<long>().ToArray().ShouldBe([1_772_409_599_999_999, 1_772_323_200_000_000]);
    }

    [Fact]
    public void Runs_lie_beside_each_other_and_are_read_as_one()
    {
        foreach (var name in new[] { "0-1", "2-3" })
        {
            using var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"));
            history.Append(Click("2026-03-01T10:00:00Z"), Clicks);
            history.Append(Click("2026-03-02T10:00:00Z"), Clicks);
            history.Complete(name, Cancellation).Count.ShouldBe(2);
        }
        Count($"SELECT count(*) FROM {ParquetFiles.Scan(HistoryFiles.All(Root.FullName, "clickstream"))}").ShouldBe(4);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_where_that_was_asked_for()
    {
        foreach (var overwrite in new[] { false, true })
        {
            using var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"), new ParquetWriteOptions { Overwrite = overwrite });
            history.Append(Click("2026-03-01T10:00:00Z"), Clicks);
            history.Complete("a", Cancellation);
        }
        using var refused = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"));
        refused.Append(Click("2026-02-28T10:00:00Z"), Clicks);
        refused.Append(Click("2026-03-01T10:00:00Z"), Clicks);
        Should.Throw<WarehouseFileException>(() => refused.Complete("a", Cancellation));
        Root.GetFiles("*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public void Without_completion_or_without_events_there_is_no_file()
    {
        using (var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"))) history.Append(Click("2026-03-01T10:00:00Z"), Clicks);
        using (var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"))) history.Complete("a", Cancellation).ShouldBeEmpty();
        Root.GetFiles("*", SearchOption.AllDirectories).ShouldBeEmpty();
        Count("SELECT count(*) FROM duckdb_tables()").ShouldBe(0);
    }

    [Fact]
    public void A_damaged_event_leaves_nothing_behind_and_the_next_may_follow()
    {
        const string TopicName = "order_placed";
        var contract = GeneratedEvents.Contract(TopicName);
        var random = new RandomEvents(seed: 22);
        var byId = new Dictionary<string, GenericRecord>();
        using var history = new HistoryWriter(Connection, Root.FullName, Topic(TopicName));
        for (var i = 0; i < 500; i++)
        {
            var record = random.Record(contract);
            var bytes = GenericWriter.Encode(contract, record);
            Should.Throw<AvroDataException>(() => history.Append(bytes.AsSpan(0, i % bytes.Length), contract)).Schema.ShouldBe(contract.FullName);
            byId.Add(((Guid)record["event_id"]!).ToString(), record);
            history.Append(bytes, contract);
        }
        foreach (var file in history.Complete("a", Cancellation)) ShouldHold(file, contract, byId);
        byId.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => history.Append([], contract)).Message.ShouldContain("complete");
    }

    [Fact]
    public void Events_of_several_versions_stand_in_one_file_with_the_contracts_columns()
    {
        var older = (RecordSchema)AvroSchema.Parse(Clicks.ToString().Replace("\"name\":\"variant\"", "\"name\":\"arm\"", StringComparison.Ordinal));
        using var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"));
        history.Append(Click("2026-03-01T10:00:00Z", variant: "b"), Clicks);
        history.Append(Click("2026-03-01T11:00:00Z", older), older);
        var file = history.Complete("a", Cancellation).ShouldHaveSingleItem();
        Count($"SELECT count(*) FILTER (variant = 'b') * 10 + count(*) FILTER (variant IS NULL) FROM {ParquetFiles.Scan(file)}").ShouldBe(11);
    }

    [Fact]
    public void An_event_carries_where_its_record_stood_and_one_from_no_topic_carries_none()
    {
        using var history = new HistoryWriter(Connection, Root.FullName, Topic("clickstream"));
        history.Append(Click("2026-03-01T10:00:00Z"), Clicks, new HistoryPosition(3, 5_000_000_000));
        history.Append(Click("2026-03-01T11:00:00Z"), Clicks);
        var file = history.Complete("a", Cancellation).ShouldHaveSingleItem();
        Count($"SELECT count(*) FROM {ParquetFiles.Scan(file)} WHERE kafka_partition = 3 AND kafka_offset = 5000000000").ShouldBe(1);
        Count($"SELECT count(*) FROM {ParquetFiles.Scan(file)} WHERE kafka_partition IS NULL AND kafka_offset IS NULL").ShouldBe(1);
    }

    [Fact]
    public void Of_a_key_that_a_map_has_twice_the_last_value_is_kept()
    {
        var contract = GeneratedEvents.Contract("product_upserted");
        var product = new RandomEvents(seed: 23).Record(contract);
        product["attributes"] = new Dictionary<string, object?> { ["colour"] = "red", ["size"] = "XL", ["Colour"] = "tea" };
        var bytes = GenericWriter.Encode(contract, product);
        bytes[bytes.AsSpan().IndexOf("Colour"u8)] = (byte)'c';
        using var history = new HistoryWriter(Connection, Root.FullName, Topic("product_upserted"));
        history.Append(bytes, contract);
        var file = history.Complete("a", Cancellation).ShouldHaveSingleItem();
        Count($"SELECT count(*) FROM {ParquetFiles.Scan(file)} WHERE attributes = MAP {{'size': 'XL', 'colour': 'tea'}}").ShouldBe(1);
    }

    [Theory]
    [InlineData("""["null", "string", "long"]""", "a union of several types")]
    [InlineData("""{"type": "array", "items": {"type": "record", "name": "Empty", "fields": []}}""", "a record without fields")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 39, "scale": 2}""", "38 digits at most")]
    [InlineData("""["null", "smartkart.events.Click"]""", "a record that holds itself")]
    public void A_field_that_no_column_holds_is_refused_before_the_first_event(string type, string problem)
    {
        var contract = (RecordSchema)AvroSchema.Parse(
            """{"type": "record", "name": "Click", "namespace": "smartkart.events", "fields": ["""
            + """{"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-micros"}}, {"name": "odd", "type": """
            + type + "}]}");
        var error = Should.Throw<HistorySchemaException>(() => new HistoryWriter(Connection, Root.FullName, Topic("clickstream"), contract, null));
        error.Field.ShouldBe("odd");
        error.Message.ShouldContain(problem);
        Count("SELECT count(*) FROM duckdb_tables()").ShouldBe(0);
    }

    private static RecordSchema Clicks => EventSchemas.Shipped.ByTopic["clickstream"];

    private static byte[] Click(string time, RecordSchema? writer = null, string? variant = null)
    {
        var click = new RandomEvents(seed: 24).Record(writer ?? Clicks);
        click["occurred_at"] = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        if (variant is not null) click["variant"] = variant;
        return GenericWriter.Encode(click.Schema, click);
    }

    // Takes what it finds out of the dictionary.
    private void ShouldHold(string file, RecordSchema contract, Dictionary<string, GenericRecord> byId)
    {
        var day = DateOnly.ParseExact(Path.GetFileName(Path.GetDirectoryName(file)!)["date=".Length..],
            "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var result = Connection.Native.Query($"FROM {ParquetFiles.Scan(file)[..^1]}, hive_partitioning = false)", Cancellation);
        result.Columns.Select(column => column.Name).ShouldBe(contract.Fields.Select(field => field.Name).Concat(["kafka_partition", "kafka_offset"]));
        while (result.TryReadChunk(out var chunk))
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var record = new GenericRecord(contract);
                foreach (var field in contract.Fields) record[field.Index] = StoredValue.Of(field.Schema, chunk.Column(field.Index), row);
                byId.Remove(((Guid)record["event_id"]!).ToString(), out var expected).ShouldBeTrue();
                if (!StoredValue.Same(record, expected)) record.ToString().ShouldBe(expected!.ToString());
                StoredValue.Same(record, expected).ShouldBeTrue();
                DateOnly.FromDateTime(((DateTimeOffset)record["occurred_at"]!).UtcDateTime).ShouldBe(day);
            }
        }
    }
}
