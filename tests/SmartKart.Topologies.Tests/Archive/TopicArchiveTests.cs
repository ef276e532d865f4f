using System.Buffers.Binary;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Archive;

namespace SmartKart.Topologies.Tests.Archive;

public sealed class TopicArchiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_is_archived_by_day_and_the_next_run_goes_on_where_it_ended()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2, 30);
        stock.Produce(1, 3);

        var first = await stock.ArchiveAsync();
        first.Events.ShouldBe(4);
        stock.Files.ShouldBe(["date=2026-01-05/000000000000-000000000004.parquet", "date=2026-01-06/000000000000-000000000004.parquet"]);
        first.Files.Select(file => Path.GetRelativePath(stock.Folder, file)).ShouldBe(stock.Files);
        stock.Archived().ShouldBe([1, 2, 3, 30]);

        stock.Produce(1, 4, 31);
        var second = await stock.ArchiveAsync();
        second.Events.ShouldBe(2);
        second.Files.ShouldAllBe(file => Path.GetFileName(file) == "000000000004-000000000006.parquet");
        stock.Archived().ShouldBe([1, 2, 3, 4, 30, 31]);

        var third = await stock.ArchiveAsync();
        (third.Events, third.Files.Count).ShouldBe((0, 0));
        stock.Archived().ShouldBe([1, 2, 3, 4, 30, 31]);
    }

    [Fact]
    public async Task What_a_run_that_was_cut_off_left_behind_is_removed_and_its_events_come_once()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2);
        await stock.ArchiveAsync();
        stock.Produce(0, 3, 4);
        await stock.ArchiveAsync();
        // As if the machine had stopped after the second run's file, and before what makes the run count.
        File.Delete(Path.Combine(stock.Folder, "_runs", "000000000002-000000000004"));
        var day = Path.Combine(stock.Folder, "date=2026-01-05");
        File.Move(Path.Combine(day, "000000000002-000000000004.parquet"), Path.Combine(day, "000000000002-000000000003.parquet"));
        var own = Path.Combine(day, "bought-elsewhere.parquet");
        File.Copy(Path.Combine(day, "000000000000-000000000002.parquet"), own);
        var half = Path.Combine(day, "000000000002-000000000005.parquet.unfinished");
        await File.WriteAllTextAsync(half, "PAR1", Stop);

        var again = await stock.ArchiveAsync();

        again.Events.ShouldBe(2);
        File.Exists(half).ShouldBeFalse();
        stock.Files.ShouldBe(
        [
            "date=2026-01-05/000000000000-000000000002.parquet",
            "date=2026-01-05/000000000002-000000000004.parquet",
            "date=2026-01-05/bought-elsewhere.parquet",
        ]);
        File.Delete(own);       // what nobody here wrote was left alone, and says 1 and 2 a second time
        stock.Archived().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_keeps_nothing_and_the_next_has_it_all()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2);

        await Should.ThrowAsync<OperationCanceledException>(() => stock.ArchiveAsync(new CancellationToken(canceled: true)));

        stock.Files.ShouldBeEmpty();
        (await stock.ArchiveAsync()).Events.ShouldBe(2);
    }

    [Fact]
    public async Task Many_runs_of_which_one_is_read_while_another_is_written_count_in_order_and_each_event_comes_once()
    {
        await using var stock = await StockTopic.StartAsync();
        int[] quantities = [.. Enumerable.Range(0, 9_000).Select(record => 1 + (record % 20))];
        stock.Produce(0, quantities[..3_000]);
        stock.Produce(1, quantities[3_000..]);

        var archived = await stock.ArchiveAsync(options: new ArchiveOptions { RollRecords = 1 });

        archived.Events.ShouldBe(9_000);
        var runs = Directory.GetFiles(Path.Combine(stock.Folder, "_runs")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        runs.Length.ShouldBeGreaterThan(2);
        runs[1..].Select(run => run![..12]).ShouldBe(runs[..^1].Select(run => run![13..]));     // each goes on where the one before it ended
        stock.Archived().ShouldBe(quantities.Order());
    }

    [Fact]
    public async Task A_run_that_cant_be_written_ends_all_and_what_was_read_beside_it_is_read_again()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, [.. Enumerable.Range(0, 9_000).Select(record => 1 + (record % 20))]);
        Directory.CreateDirectory(stock.Folder);
        var inTheWay = Path.Combine(stock.Folder, "date=2026-01-05");
        await File.WriteAllTextAsync(inTheWay, "no folder", Stop);

        await Should.ThrowAsync<IOException>(() => stock.ArchiveAsync(options: new ArchiveOptions { RollRecords = 1 }));

        File.Delete(inTheWay);
        stock.ArchivedOrNone().ShouldBeEmpty();
        (await stock.ArchiveAsync()).Events.ShouldBe(9_000);
        stock.Archived().Count.ShouldBe(9_000);
    }

    [Fact]
    public async Task A_tombstone_is_counted_and_is_no_event_even_where_it_is_the_last()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, new[] { stock.Frame(1), null, stock.Frame(2), null });

        var archived = await stock.ArchiveAsync();

        (archived.Events, archived.Tombstones).ShouldBe((2, 2));
        stock.Archived().ShouldBe([1, 2]);
        (await stock.ArchiveAsync()).Tombstones.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_event_goes_to_the_dead_letters_with_its_cause_and_the_others_are_archived()
    {
        await using var stock = await StockTopic.StartAsync();
        var stranger = stock.Frame(3);
        BinaryPrimitives.WriteInt32BigEndian(stranger.AsSpan(1), 4711);
        stock.Produce(1, stock.Frame(1), "not Avro"u8.ToArray(), stock.Frame(2)[..^3], stranger, stock.Frame(4));

        var archived = await stock.ArchiveAsync();

        (archived.Events, archived.DeadLetters).ShouldBe((2, 3));
        stock.Archived().ShouldBe([1, 4]);
        var letters = await stock.Cluster.DeadLettersAsync();
        letters.Select(letter => letter.SourceOffset).ShouldBe([1, 2, 3]);
        letters.ShouldAllBe(letter => letter.SourceTopic == Topics.InventoryUpdated && letter.SourcePartition == 1
            && letter.Application == "smartkart-archive" && letter.Stage == FailureStage.Deserialization);
        letters[0].Value!.Value.ToArray().ShouldBe("not Avro"u8.ToArray());
        letters[2].ExceptionMessage.ShouldContain("4711");
        (await stock.ArchiveAsync()).DeadLetters.ShouldBe(0);
        (await stock.Cluster.DeadLettersAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_cant_be_true_is_refused_as_the_topologies_refuse_it()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, stock.Frame(1), stock.Frame(0), stock.Frame(2));       // a movement of nothing

        (await stock.ArchiveAsync()).DeadLetters.ShouldBe(1);

        stock.Archived().ShouldBe([1, 2]);
        var letter = (await stock.Cluster.DeadLettersAsync()).ShouldHaveSingleItem();
        (letter.SourceOffset, letter.Stage).ShouldBe((1, FailureStage.Validation));
        letter.ExceptionMessage.ShouldBe("An event of inventory_updated has a quantity_delta of 0. Where nothing changed there is no event.");
    }

    [Fact]
    public async Task A_run_that_is_done_again_writes_the_same_dead_letters_again_so_that_a_reader_can_tell()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, stock.Frame(1), "not Avro"u8.ToArray());
        await stock.ArchiveAsync();
        foreach (var run in Directory.GetFiles(Path.Combine(stock.Folder, "_runs"))) File.Delete(run);      // as if it had died before it counted

        (await stock.ArchiveAsync()).Events.ShouldBe(1);

        stock.Archived().ShouldBe([1]);
        var letters = await stock.Cluster.DeadLettersAsync();
        letters.Count.ShouldBe(2);
        letters.Select(letter => letter.EventId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_run_that_finds_another_at_the_same_topic_leaves_its_files_alone_and_says_so()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2);
        using (ArchiveLock.Take(stock.Root, StockTopic.Topic.Name))
        {
            var fault = await Should.ThrowAsync<ArchiveException>(() => stock.ArchiveAsync());
            fault.Message.ShouldStartWith($"The history folder {stock.Folder} can't be locked: ");
            fault.Message.ShouldContain("If another run archives 'inventory_updated' there, wait for its end");
        }
        (await stock.ArchiveAsync()).Events.ShouldBe(2);
    }

    [Fact]
    public async Task A_topic_that_was_deleted_and_made_anew_does_not_go_on_in_the_same_folder()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2, 3);
        await stock.ArchiveAsync();
        await stock.DeleteAsync();
        await stock.CreateAsync();
        stock.Produce(0, 4);

        var fault = await Should.ThrowAsync<ArchiveException>(() => stock.ArchiveAsync());

        fault.Message.ShouldContain($"inventory_updated[0] ends at offset 1, and {stock.Folder} holds it up to 3");
        fault.Message.ShouldContain("archive into another folder");
        stock.Archived().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Events_that_were_deleted_before_they_were_archived_are_an_error_that_counts_them()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, 1, 2);
        await stock.ArchiveAsync();
        stock.Produce(0, 3, 4, 5);
        (await stock.Cluster.Admin.Offsets.DeleteRecordsAsync([new TopicPartition(StockTopic.Topic.Name, 0).At(4)], Stop)).ThrowIfAnyFailed();

        (await Should.ThrowAsync<ArchiveException>(() => stock.ArchiveAsync())).Message.ShouldContain("2 offsets were deleted before they were archived");
    }

    [Fact]
    public async Task What_a_transaction_took_back_stays_out_and_one_that_is_open_waits_for_the_next_run()
    {
        await using var stock = await StockTopic.StartAsync();
        using var producer = BatchProducer.Open(stock.Cluster.Kafka.With("transactional.id", "stock"));
        producer.Transactions.Initialize(cancellation: Stop);
        producer.Transactions.Begin();
        stock.Send(producer, 0, 1, 2);
        producer.Transactions.Commit(cancellation: Stop);
        producer.Transactions.Begin();
        stock.Send(producer, 0, 3);
        producer.Flush(Stop);
        producer.Transactions.Abort(cancellation: Stop);
        producer.Transactions.Begin();
        stock.Send(producer, 0, 4);
        producer.Flush(Stop);

        (await stock.ArchiveAsync()).Events.ShouldBe(2);
        stock.Archived().ShouldBe([1, 2]);

        producer.Transactions.Commit(cancellation: Stop);
        (await stock.ArchiveAsync()).Events.ShouldBe(1);
        stock.Archived().ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named_with_the_command_that_lists_them_and_an_empty_one_is_no_error()
    {
        await using var stock = await StockTopic.StartAsync();
        (await stock.ArchiveAsync()).ShouldBeEquivalentTo(new ArchivedTopic("inventory_updated", 0, 0, 0, []));
        await stock.DeleteAsync();

        var fault = await Should.ThrowAsync<ArchiveException>(() => stock.ArchiveAsync());

        fault.Message.ShouldStartWith("there is no topic 'inventory_updated' on the cluster");
        fault.Message.ShouldContain("smartkart topics list");
    }
}
