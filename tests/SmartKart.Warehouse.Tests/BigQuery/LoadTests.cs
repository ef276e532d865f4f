using SmartKart.Warehouse.BigQuery;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;
using SmartKart.Warehouse.Tests.BigQuery.Server;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class LoadTests : BigQueryTest
{
    private const int Part = 256 * 1024;
    private static readonly TableName Table = TableName.Parse("shop.event");

    [Fact]
    public async Task A_small_file_goes_in_one_request()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        var job = await Client.LoadAsync(Table, Parquet(1000), null, Cancellation);
        job.Load!.OutputRows.ShouldBe(1000);
        job.Load.InputFiles.ShouldBe(1);
        (await OneAsync<long>("SELECT sum(id) FROM `shop.event`")).ShouldBe(499_500);
        Server.AskedFor("upload.multipart").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_file_goes_in_parts()
    {
        var (client, source, parts) = await GivenLongFileAsync();
        using (client) (await client.LoadAsync(Table, source, null, Cancellation)).Load!.OutputRows.ShouldBe(200_000);
        parts.ShouldBeGreaterThan(2);
        Server.AskedFor("upload.part").Count.ShouldBe(parts);
        (await OneAsync<long>("SELECT sum(id) FROM `shop.event`")).ShouldBe(199_999L * 100_000);
    }

    [Fact]
    public async Task An_upload_goes_on_where_a_fault_or_a_lost_answer_left_it()
    {
        var (client, source, parts) = await GivenLongFileAsync();
        Server.LoseAnswer("upload.part");           // it has the part, and we do not know it
        Server.Fail("upload.part", 503, "backendError");     // when asked how much it has
        using (client) (await client.LoadAsync(Table, source, null, Cancellation)).Load!.OutputRows.ShouldBe(200_000);
        Server.AskedFor("upload.start").Count.ShouldBe(1);
        Server.AskedFor("upload.part").Count.ShouldBe(parts + 2);
        (await OneAsync<long>("SELECT count(*) FROM `shop.event`")).ShouldBe(200_000);
    }

    [Fact]
    public async Task A_load_whose_answer_was_lost_loads_once()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        Server.LoseAnswer("upload.multipart");
        await Client.LoadAsync(Table, Parquet(10), null, Cancellation);
        Server.AskedFor("upload.multipart").Count.ShouldBe(2);
        (await OneAsync<long>("SELECT count(*) FROM `shop.event`")).ShouldBe(10);
    }

    [Fact]
    public async Task An_upload_whose_every_answer_was_lost_loads_once()
    {
        var (client, source, parts) = await GivenLongFileAsync();
        for (var i = 0; i < parts * 2; i++)
        {
            Server.LoseAnswer("upload.part");       // of a part, and then the session is asked how much it has
            Server.Troubles["upload.part"].Enqueue(new LocalBigQuery.Trouble(null, null, LoseAnswer: false));
        }
        using (client) (await client.LoadAsync(Table, source, null, Cancellation)).Load!.OutputRows.ShouldBe(200_000);
        Server.AskedFor("upload.part").Count.ShouldBe(parts * 2);
        (await OneAsync<long>("SELECT count(*) FROM `shop.event`")).ShouldBe(200_000);
    }

    [Fact]
    public async Task A_session_that_is_gone_is_opened_anew()
    {
        var (client, source, parts) = await GivenLongFileAsync();
        Server.Fail("upload.part", 410, "gone");
        using (client) (await client.LoadAsync(Table, source, null, Cancellation)).Load!.OutputRows.ShouldBe(200_000);
        Server.AskedFor("upload.start").Count.ShouldBe(2);
        Server.AskedFor("upload.part").Count.ShouldBe(parts + 1);
    }

    [Fact]
    public async Task An_upload_that_never_gets_further_ends()
    {
        var (client, source, _) = await GivenLongFileAsync();
        for (var i = 0; i < 20; i++) Server.Fail("upload.part", 503, "backendError");
        using (client)
        {
            var ended = await Should.ThrowAsync<BigQueryRequestException>(() => client.LoadAsync(Table, source, null, Cancellation));
            ended.Attempts.ShouldBe(4);
            ended.Message.ShouldContain("into shop.event");
        }
    }

    [Fact]
    public async Task Objects_of_Cloud_Storage_are_loaded_where_they_lie()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        Server.Engine.Bucket.CreateSubdirectory("events");
        for (var i = 0; i < 2; i++) File.Copy(Parquet(10 + i).Path!, Path.Combine(Server.Engine.Bucket.FullName, "events", $"{i}.parquet"));
        var job = await Client.LoadAsync(Table, LoadSource.CloudStorage(LoadFormat.Parquet, "gs://events/*.parquet"), null, Cancellation);
        job.Load!.OutputRows.ShouldBe(21);
        job.Load.InputFiles.ShouldBe(2);
        var missing = await Should.ThrowAsync<BigQueryJobException>(() =>
            Client.LoadAsync(Table, LoadSource.CloudStorage(LoadFormat.Parquet, "gs://nowhere/x"), null, Cancellation));
        missing.Message.ShouldContain("gs://nowhere/x");
    }

    [Fact]
    public async Task Lines_of_JSON_are_loaded_by_a_schema_and_the_disposition_decides_on_rows_that_are_there()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        var path = Path.Combine(Folder.FullName, "events.json");
        await File.WriteAllTextAsync(path, "{\"id\": 1, \"at\": \"2026-11-21T00:00:00Z\"}\n{\"id\": 2, \"at\": null}\n", Cancellation);
        var source = LoadSource.File(path, LoadFormat.NewlineDelimitedJson);
        var load = new LoadOptions
        {
            Schema = [new("id", BigQueryType.Int64), new("at", BigQueryType.Timestamp)],
            Write = WriteDisposition.Truncate,
        };
        for (var i = 0; i < 2; i++) await Client.LoadAsync(Table, source, load, Cancellation);
        (await OneAsync<long>("SELECT count(*) FROM `shop.event`")).ShouldBe(2);
        (await OneAsync<DateTimeOffset>("SELECT max(`at`) FROM `shop.event`")).ShouldBe(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
        var refused = await Should.ThrowAsync<BigQueryJobException>(() =>
            Client.LoadAsync(Table, source, load with { Write = WriteDisposition.Empty }, Cancellation));
        refused.Error!.Reason.ShouldBe("duplicate");
        await Should.ThrowAsync<BigQueryJobException>(() =>
            Client.LoadAsync(TableName.Parse("shop.other"), source, load with { Create = CreateDisposition.Never }, Cancellation));
    }

    [Fact]
    public async Task A_load_that_failed_names_its_file_and_table()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        var path = Path.Combine(Folder.FullName, "broken.parquet");
        await File.WriteAllTextAsync(path, "this is no Parquet", Cancellation);
        var failed = await Should.ThrowAsync<BigQueryJobException>(() =>
            Client.LoadAsync(Table, LoadSource.File(path, LoadFormat.Parquet), null, Cancellation));
        failed.Message.ShouldContain("broken.parquet into shop.event");
        failed.Sql.ShouldBeNull();
    }

    private LoadSource Parquet(int rows)
    {
        var path = Path.Combine(Folder.FullName, $"{rows}.parquet");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.CopyToParquet($"SELECT i AS id, hash(i)::VARCHAR AS noise FROM range({rows}) t(i)", path);
        return LoadSource.File(path, LoadFormat.Parquet);
    }

    private async Task<(BigQueryClient Client, LoadSource Source, int Parts)> GivenLongFileAsync()
    {
        await Client.Tables.CreateDatasetAsync(DatasetName.Parse("shop"), Cancellation);
        var source = Parquet(200_000);
        var length = new FileInfo(source.Path!).Length;
        return (NewClient(options => options with { UploadPartBytes = 2 * Part }), source, (int)((length + 2 * Part - 1) / (2 * Part)));
    }
}
