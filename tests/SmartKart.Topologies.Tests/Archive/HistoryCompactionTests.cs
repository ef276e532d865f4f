using SmartKart.FeatureStore.Offline;
using SmartKart.Topologies.Archive;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Topologies.Tests.Archive;

/// <summary>Small files of many runs become few, and a reader finds each row once whatever the moment.</summary>
public sealed class HistoryCompactionTests
{
    private static readonly ArchiveOptions FourToOne = new() { MergeFiles = 4 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_several_runs_become_one_in_order_of_time_and_a_glob_finds_the_rows_once_before_and_after()
    {
        await using var stock = await StockTopic.StartAsync();
        foreach (var quantity in new[] { 4, 3, 2, 1 })
        {
            stock.Produce(0, quantity);
            (await stock.ArchiveAsync(options: FourToOne)).Events.ShouldBe(1);
        }

        stock.Files.ShouldBe(["date=2026-01-05/000000000000-000000000004.parquet"]);
        stock.ArchivedInFileOrder().ShouldBe([1, 2, 3, 4]);

        stock.Produce(0, 5);
        (await stock.ArchiveAsync(options: FourToOne)).Events.ShouldBe(1);
        stock.Files.Length.ShouldBe(2);
        stock.Archived().ShouldBe([1, 2, 3, 4, 5]);
        Left(stock).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_reads_by_a_glob_while_files_are_merged_finds_each_row_once_or_is_told_that_a_file_is_gone()
    {
        await using var stock = await StockTopic.StartAsync();
        await stock.ArchiveAsync();
        var archiving = Task.Run(async () =>
        {
            for (var quantity = 1; quantity <= 20; quantity++)
            {
                stock.Produce(0, quantity);
                await stock.ArchiveAsync(options: new ArchiveOptions { MergeFiles = 2 });
            }
        }, Stop);
        using var connection = new DuckDbConnection("Data Source=:memory:;Threads=1");
        connection.Open();
        var (last, counts) = (0L, 0);

        while (!archiving.IsCompleted || last < 20)
        {
            if (archiving.IsFaulted) await archiving;
            if (CountByGlob(connection, stock.Folder) is not { } rows) continue;
            rows.ShouldBeInRange(last, 20);
            (last, counts) = (rows, counts + 1);
        }

        counts.ShouldBeGreaterThan(20);
        stock.Files.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task While_someone_reads_the_topic_its_files_stay_and_afterwards_they_are_merged()
    {
        await using var stock = await StockTopic.StartAsync();
        var twoToOne = new ArchiveOptions { MergeFiles = 2 };
        stock.Produce(0, 1);
        await stock.ArchiveAsync(options: twoToOne);
        using (var connection = new DuckDbConnection("Data Source=:memory:"))
        {
            connection.Open();
            var relation = new HistorySource(stock.Root).RelationOf(connection, StockTopic.Topic);
            stock.Produce(0, 2);
            await stock.ArchiveAsync(options: twoToOne);

            stock.Files.Length.ShouldBe(2);
            using var reader = connection.CreateCommand($"SELECT count(*) FROM {relation}").ExecuteReader();
            reader.Read().ShouldBeTrue();
            reader.GetInt64(0).ShouldBe(1);
        }

        stock.Produce(0, 3);
        await stock.ArchiveAsync(options: twoToOne);

        stock.Files.ShouldBe(["date=2026-01-05/000000000000-000000000003.parquet"]);
    }

    [Fact]
    public async Task A_merge_that_was_killed_at_any_step_leaves_each_row_once_and_what_others_put_there()
    {
        await using var stock = await StockTopic.StartAsync();
        foreach (var quantity in new[] { 1, 2, 3 })
        {
            stock.Produce(0, quantity);
            await stock.ArchiveAsync(options: FourToOne);
        }
        var next = Directory.CreateDirectory(Path.Combine(stock.Root, "merging", StockTopic.Topic.Name, "date=2026-01-05")).FullName;
        await File.WriteAllTextAsync(Path.Combine(next, "000000000000-000000000003.parquet.unfinished"), "PAR1", Stop);     // killed while it was written
        stock.Archived().ShouldBe([1, 2, 3]);

        stock.Produce(0, 4);
        await stock.ArchiveAsync(options: FourToOne);
        stock.Archived().ShouldBe([1, 2, 3, 4]);
        stock.Files.ShouldHaveSingleItem();
        Left(stock).Length.ShouldBe(4);     // killed behind the exchange: what was the day's is still there
        await File.WriteAllTextAsync(Path.Combine(next, "notes.txt"), "somebody's", Stop);

        stock.Produce(0, 5);
        await stock.ArchiveAsync(options: FourToOne);
        stock.Archived().ShouldBe([1, 2, 3, 4, 5]);
        stock.Files.Length.ShouldBe(2);
        Left(stock).ShouldBeEmpty();
        File.Exists(Path.Combine(stock.Folder, "date=2026-01-05", "notes.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_earlier_archive_merged_and_left_beside_the_merged_file_is_not_read_and_goes()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2);
        await stock.ArchiveAsync();
        var day = Path.Combine(stock.Folder, "date=2026-01-05");
        File.Copy(Path.Combine(day, "000000000000-000000000002.parquet"), Path.Combine(day, "000000000000-000000000001.parquet"));
        stock.Archived().ShouldBe([1, 2]);

        stock.Produce(0, 3);
        await stock.ArchiveAsync();

        stock.Files.Length.ShouldBe(2);
        stock.Archived().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task What_no_run_counts_yet_is_not_read()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1);
        await stock.ArchiveAsync();
        var day = Path.Combine(stock.Folder, "date=2026-01-05");
        File.Copy(Path.Combine(day, "000000000000-000000000001.parquet"), Path.Combine(day, "000000000001-000000000002.parquet"));

        stock.Archived().ShouldBe([1]);
    }

    [Fact]
    public void Many_runs_leave_few_markers_and_what_they_hold_is_still_known()
    {
        var root = Directory.CreateTempSubdirectory("smartkart-markers-");
        try
        {
            var offsets = new ArchivedOffsets(root.FullName, "clickstream");
            for (var run = 0; run < 70; run++)
            {
                OffsetRange[] ranges = [new OffsetRange(run % 3, 5 + (run / 3), 6 + (run / 3))];
                offsets.Add(offsets.NameOf(ranges), ranges, []);
            }

            Directory.GetFiles(Path.Combine(offsets.Folder, "_runs")).Length.ShouldBeLessThanOrEqualTo(64);
            var again = new ArchivedOffsets(root.FullName, "clickstream");
            new[] { 0, 1, 2, 3 }.Select(again.EndOf).ShouldBe([29, 28, 28, null]);
            again.NameOf([new OffsetRange(0, 29, 30)]).From.ShouldBe(85);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string[] Left(StockTopic stock)
    {
        var merging = Path.Combine(stock.Root, "merging");
        return Directory.Exists(merging) ? Directory.GetFiles(merging, "*", SearchOption.AllDirectories) : [];
    }

    // Null where a file that was listed is no longer there, or none is there yet.
    private static long? CountByGlob(DuckDbConnection connection, string folder)
    {
        try
        {
            using var reader = connection.CreateCommand($"SELECT count(quantity_delta) FROM read_parquet('{folder}/*/*.parquet')").ExecuteReader();
            return reader.Read() ? reader.GetInt64(0) : null;
        }
        catch (WarehouseQueryException fault) when (fault.Message.Contains("No files found", StringComparison.Ordinal) || fault.Message.Contains("No such file", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
