using SmartKart.Training.Sessions;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Tests.Sessions.Data;

public sealed class SessionSplitTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-sessions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Items_are_numbered_by_their_clicks_and_unseen_ones_are_unknown()
    {
        var split = SessionSplit.Read(Write("""
            VALUES (1, 1, 30, 'train'), (1, 0, 20, 'train'), (0, 0, 20, 'train'), (0, 1, 10, 'train'), (2, 0, 10, 'test'), (2, 1, 99, 'test')
            """), Stop);
        split.ItemIds.ShouldBe([20, 10, 30]);
        split.Train[0].ToArray().ShouldBe([0, 1]);
        split.Train[1].ToArray().ShouldBe([0, 2], "by position, whatever the order in the file");
        split.Test.Count.ShouldBe(1);
        split.Test[0].ToArray().ShouldBe([1, SessionSet.Unknown]);
        split.Test.ItemCount.ShouldBe(3);
    }

    [Fact]
    public void A_file_without_sessions_to_train_on_is_refused()
    {
        var path = Write("VALUES (0, 0, 1, 'test')");
        Should.Throw<SessionDataException>(() => SessionSplit.Read(path)).Message.ShouldContain("no session to train");
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_no_table_of_sessions_is_refused_by_name()
    {
        var missing = Path.Combine(_folder.FullName, "none.parquet");
        Should.Throw<SessionDataException>(() => SessionSplit.Read(missing)).Message.ShouldContain("none.parquet");
        var strange = Write("VALUES (0, 0, 1, 'train')", columns: "a, b, c, d");
        Should.Throw<SessionDataException>(() => SessionSplit.Read(strange)).InnerException.ShouldBeAssignableTo<WarehouseException>();
        var empty = Write("VALUES (0, 0, NULL, 'train')");
        Should.Throw<SessionDataException>(() => SessionSplit.Read(empty)).Message.ShouldContain("cannot be read");
    }

    private string Write(string rows, string columns = "session_id, \"position\", item_id, split")
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.parquet");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"COPY (SELECT * FROM ({rows}) AS t({columns})) TO {SqlText.Literal(path)} (FORMAT parquet)");
        command.ExecuteNonQuery();
        return path;
    }
}
