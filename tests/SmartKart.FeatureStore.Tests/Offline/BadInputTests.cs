using SmartKart.FeatureStore.Offline;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>What is wrong with labels or history is named: file, column, rows, and what helps. Both engines say it in the same words.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Instant = "TIMESTAMPTZ '2026-01-05 00:00:00+00' AS event_timestamp";
    private readonly HistoryFolder _history = new();

    public BadInputTests() => _history.Add("clickstream", Clicks.Events(100, 5, 1));

    public void Dispose() => _history.Dispose();

    [Fact]
    public async Task A_file_of_labels_that_is_not_there_is_named() =>
        (await LabelFault(Path.Combine(_history.Root, "nowhere.parquet"))).ShouldContain("nowhere.parquet: there is no such file");

    [Fact]
    public async Task A_file_that_is_not_Parquet_is_named()
    {
        var path = Path.Combine(_history.Root, "labels.csv");
        await File.WriteAllTextAsync(path, "user_id,event_timestamp\nu1,2026-01-05\n", TestContext.Current.CancellationToken);
        var fault = await LabelFault(path);
        fault.ShouldStartWith(path);
        fault.ShouldContain("Write them as Parquet");
    }

    [Fact]
    public async Task A_missing_column_is_named_with_those_there_are()
    {
        (await LabelFault(_history.Write($"SELECT 1 AS customer, {Instant}"))).ShouldContain("there is no column 'user_id', only customer, event_timestamp");
        (await LabelFault(_history.Write("SELECT 'u1' AS user_id, 1 AS ts"))).ShouldContain("there is no column 'event_timestamp', only user_id, ts");
    }

    [Fact]
    public async Task A_column_of_another_type_is_named_with_the_type_it_needs()
    {
        (await LabelFault(_history.Write($"SELECT 1.5::DOUBLE AS user_id, {Instant}")))
            .ShouldContain("column 'user_id' is a Double, where a String is needed (VARCHAR");
        (await LabelFault(_history.Write("SELECT 'u1' AS user_id, '2026-01-05' AS event_timestamp"))).ShouldContain("column 'event_timestamp' is a Varchar");
    }

    [Fact]
    public async Task Nulls_are_counted_and_the_first_is_pointed_at()
    {
        var keys = _history.Write($"SELECT CASE WHEN i % 3 < 2 THEN 'u' || i END AS user_id, {Instant} FROM range(9) t(i)");
        (await LabelFault(keys)).ShouldContain("column 'user_id' is NULL in 3 of 9 rows, first in row 2 (from 0)");
        var instants = _history.Write(
            "SELECT 'u' || i AS user_id, CASE WHEN i < 4 THEN TIMESTAMPTZ '2026-01-05 00:00:00+00' END AS event_timestamp FROM range(5) t(i)");
        (await LabelFault(instants)).ShouldContain("column 'event_timestamp' is NULL in 1 of 5 rows, first in row 4");
    }

    [Theory]
    [InlineData("user_clicks__events_1h", "as a feature of the training set is")]
    [InlineData("User_Clicks__Events_1h", "as a feature of the training set is")]
    [InlineData("file_row_number", "a name that the engines keep for themselves")]
    [InlineData("SmartKart_Label", "a name that the engines keep for themselves")]
    public async Task A_column_whose_name_is_taken_is_refused(string name, string why) =>
        (await LabelFault(_history.Write($"SELECT 'u1' AS user_id, {Instant}, 1 AS {name}"))).ShouldEndWith($"a column is named '{name}', {why}. Rename it.");

    [Fact]
    public async Task A_history_without_the_topic_names_folder_and_topic()
    {
        using var other = new HistoryFolder();
        var fault = await HistoryFault(other.Source);
        fault.Topic.ShouldBe("clickstream");
        fault.Message.ShouldContain($"there is no folder {other.Source.FolderOf("clickstream")}");
        Directory.CreateDirectory(other.Source.FolderOf("clickstream"));
        (await HistoryFault(other.Source)).Message.ShouldContain("no *.parquet under");
    }

    [Fact]
    public async Task A_column_that_every_file_of_events_lacks_is_named_with_the_view_that_reads_it()
    {
        using var other = new HistoryFolder();
        other.Add("clickstream", $"SELECT * EXCLUDE (action) FROM ({Clicks.Events(10, 5, 1)})");
        (await HistoryFault(other.Source)).Message.ShouldContain("no column 'action', which user_clicks@1 reads, and no default for it");
    }

    [Fact]
    public async Task A_column_that_one_file_of_events_lacks_is_named_with_the_file()
    {
        _history.Add("clickstream", $"SELECT * EXCLUDE (action) FROM ({Clicks.Events(10, 5, 1)})");
        var fault = await Should.ThrowAsync<HistoryException>(() => Build(_history.Source, _history.Write($"SELECT 'u1' AS user_id, {Instant}")));
        fault.Message.ShouldContain("no column 'action'");
        fault.Message.ShouldContain("1.parquet");
    }

    private async Task<string> LabelFault(string labels)
    {
        var fault = await Should.ThrowAsync<LabelException>(() => Build(_history.Source, labels));
        (await Should.ThrowAsync<LabelException>(() => BuildBySql(_history.Source, labels))).Message.ShouldBe(fault.Message);
        return fault.Message;
    }

    private async Task<HistoryException> HistoryFault(HistorySource history)
    {
        var labels = _history.Write($"SELECT 'u1' AS user_id, {Instant}");
        var fault = await Should.ThrowAsync<HistoryException>(() => Build(history, labels));
        (await Should.ThrowAsync<HistoryException>(() => BuildBySql(history, labels))).Message.ShouldBe(fault.Message);
        return fault;
    }

    private Task<OfflineStatistics> Build(HistorySource history, string labels) => TrainingSet.BuildAsync(
        Clicks.View("user_clicks"), history, labels, _history.PathOf(), cancel: TestContext.Current.CancellationToken);

    private Task<long> BuildBySql(HistorySource history, string labels) => SqlTrainingSet.BuildAsync(
        Clicks.View("user_clicks"), history, labels, _history.PathOf(), cancel: TestContext.Current.CancellationToken);
}
