using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class TableTests : BigQueryTest
{
    private static readonly DatasetName Shop = DatasetName.Parse("shop");

    [Fact]
    public async Task A_table_is_made_found_and_deleted_with_all_that_it_is()
    {
        await Client.Tables.CreateDatasetAsync(Shop, Cancellation);
        var made = await Client.Tables.CreateAsync(new TableDefinition(TableName.Parse("shop.event"),
        [
            new("user_id", BigQueryType.String) { Mode = FieldMode.Required },
            new("occurred_at", BigQueryType.Timestamp),
            new("price", BigQueryType.Numeric) { Precision = 10, Scale = 2 },
            new("lines", BigQueryType.Struct)
            {
                Mode = FieldMode.Repeated,
                Fields = [new("product", BigQueryType.String), new("quantity", BigQueryType.Int64)],
            },
        ])
        {
            Partitioning = new(PartitionGranularity.Day) { Field = "occurred_at", Expiration = TimeSpan.FromDays(400) },
            Clustering = ["user_id"],
            RequirePartitionFilter = true,
            Labels = new Dictionary<string, string> { ["room"] = "warehouse" },
            Description = "Events.",
        }, Cancellation);
        made.Rows.ShouldBe(0);
        var found = (await Client.Tables.FindAsync(made.Name, Cancellation)).ShouldNotBeNull();
        found.Schema.Select(field => field.SqlType).ShouldBe(["STRING", "TIMESTAMP", "NUMERIC", "ARRAY<STRUCT<`product` STRING, `quantity` INT64>>"]);
        found.Schema[2].Scale.ShouldBe(2);
        found.Partitioning.ShouldBe(new TimePartitioning(PartitionGranularity.Day) { Field = "occurred_at", Expiration = TimeSpan.FromDays(400) });
        found.Clustering.ShouldBe(["user_id"]);
        found.RequirePartitionFilter.ShouldBeTrue();
        (await Client.Tables.DeleteAsync(made.Name, Cancellation)).ShouldBeTrue();
        (await Client.Tables.DeleteAsync(made.Name, Cancellation)).ShouldBeFalse();
        (await Client.Tables.FindAsync(made.Name, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_go_on_page_after_page()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        foreach (var name in names) await Client.Tables.CreateDatasetAsync(DatasetName.Parse(name), Cancellation);
        foreach (var name in names) await Client.Tables.CreateAsync(new(new TableName(null, "a", name), [new("id", BigQueryType.Int64)]), Cancellation);
        var datasets = new List<string>();
        await foreach (var dataset in Client.Tables.ListDatasetsAsync(cancellation: Cancellation)) datasets.Add(dataset.Dataset);
        var tables = new List<string>();
        await foreach (var table in Client.Tables.ListAsync(DatasetName.Parse("a"), Cancellation)) tables.Add(table.Table);
        datasets.ShouldBe(names);
        tables.ShouldBe(names);
    }

    [Fact]
    public async Task A_dataset_with_tables_goes_only_when_it_is_told_to()
    {
        await GivenSalesAsync();
        (await Client.Tables.DatasetExistsAsync(Shop, Cancellation)).ShouldBeTrue();
        var kept = await Should.ThrowAsync<BigQueryRequestException>(() => Client.Tables.DeleteDatasetAsync(Shop, false, Cancellation));
        kept.Error!.Reason.ShouldBe("resourceInUse");
        (await Client.Tables.DeleteDatasetAsync(Shop, withTables: true, Cancellation)).ShouldBeTrue();
        (await Client.Tables.DatasetExistsAsync(Shop, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_made_or_deleted_though_the_answer_was_lost_is_no_error()
    {
        Server.LoseAnswer("datasets.insert");
        await Client.Tables.CreateDatasetAsync(Shop, Cancellation);
        Server.LoseAnswer("tables.insert");
        var table = await Client.Tables.CreateAsync(new(TableName.Parse("shop.event"), [new("id", BigQueryType.Int64)]), Cancellation);
        table.Schema.ShouldHaveSingleItem().Name.ShouldBe("id");
        Server.LoseAnswer("tables.delete");
        (await Client.Tables.DeleteAsync(table.Name, Cancellation)).ShouldBeTrue();
        var twice = await Should.ThrowAsync<BigQueryRequestException>(() => Client.Tables.CreateDatasetAsync(Shop, Cancellation));
        twice.Error!.Reason.ShouldBe("duplicate");
    }

    [Fact]
    public void Names_are_read_and_written_as_SQL_has_them()
    {
        TableName.Parse("p.d.t").ShouldBe(new TableName("p", "d", "t"));
        TableName.Parse("d.t$20261121").ToSql().ShouldBe("`d.t$20261121`");
        DatasetName.Parse("p.d").ToString().ShouldBe("p.d");
        Should.Throw<ArgumentException>(() => TableName.Parse("t")).Message.ShouldContain("dataset.table");
        Should.Throw<ArgumentException>(() => DatasetName.Parse("a.b.c"));
    }
}
