using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Events.Archive;

/// <summary>An engine in memory and an empty folder per test.</summary>
public abstract class HistoryTest : IDisposable
{
    protected HistoryTest()
    {
        Connection = new DuckDbConnection("Data Source=:memory:");
        try
        {
            Connection.Open();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
        Root = Directory.CreateTempSubdirectory("smartkart-history-");
    }

    protected DuckDbConnection Connection { get; }

    protected DirectoryInfo Root { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Connection.Dispose();
        Root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static Topic Topic(string name) => TopicCatalog.Shipped.All.Single(topic => topic.Name == name);

    protected long Count(string sql)
    {
        using var result = Connection.Native.Query(sql, Cancellation);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        return chunk.Column(0).Int64(0);
    }
}
