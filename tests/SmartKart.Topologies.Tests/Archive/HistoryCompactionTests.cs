using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Topologies.Archive;

namespace SmartKart.Topologies.Tests.Archive;

/// <summary>Small files of many runs become few, and a reader finds each row once whatever the moment.</summary>
public sealed class HistoryCompactionTests
{
    private static readonly ArchiveOptions FourToOne = new() { MergeFiles = 4, KeepMerged = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Files_of_several_runs_are_merged_in_order_of_time_and_readers_see_the_rows_once_before_and_after()
    {
        await using var stock = await StockTopic.StartAsync();
        foreach (var quantity in new[] { 4, 3, 2, 1 })
        {
            stock.Produce(0, quantity);
            (await stock.ArchiveAsync(options: FourToOne)).Events.ShouldBe(1);
        }

        stock.Files.Length.ShouldBe(5);       // those that were merged stay for who reads them
        HistoryListing.Of(stock.Root, StockTopic.Topic.Name).ShouldHaveSingleItem().ShouldEndWith("000000000000-000000000004.parquet");
        stock.ArchivedInFileOrder().ShouldBe([1, 2, 3, 4]);

        stock.Produce(0, 5);
        (await stock.ArchiveAsync(options: FourToOne with { KeepMerged = TimeSpan.Zero })).Events.ShouldBe(1);
        stock.Files.Length.ShouldBe(2);
        stock.Archived().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_merge_that_was_killed_at_any_step_leaves_each_row_once_and_is_done_again()
    {
        await using var stock = await StockTopic.StartAsync();
        foreach (var quantity in new[] { 1, 2, 3 })
        {
            stock.Produce(0, quantity);
            await stock.ArchiveAsync(options: FourToOne);
        }
        var day = Path.Combine(stock.Folder, "date=2026-01-05");
        var half = Path.Combine(day, "000000000000-000000000003.parquet.unfinished");
        await File.WriteAllTextAsync(half, "PAR1", TestContext.Current.CancellationToken);       // killed while it was written
        stock.Archived().ShouldBe([1, 2, 3]);

        stock.Produce(0, 4);
        await stock.ArchiveAsync(options: FourToOne);
        File.Exists(half).ShouldBeFalse();
        stock.Archived().ShouldBe([1, 2, 3, 4]);

        File.Delete(Path.Combine(day, "000000000001-000000000002.parquet"));       // killed while those that were merged are removed
        stock.Archived().ShouldBe([1, 2, 3, 4]);
        stock.Produce(0, 5);
        await stock.ArchiveAsync(options: FourToOne with { KeepMerged = TimeSpan.Zero });
        stock.Archived().ShouldBe([1, 2, 3, 4, 5]);
        stock.Files.Length.ShouldBe(2);
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
}
