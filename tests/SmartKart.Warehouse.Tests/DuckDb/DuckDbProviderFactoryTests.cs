using System.Data.Common;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbProviderFactoryTests : ConnectedTest
{
    [Fact]
    public void Code_that_knows_only_ADO_NET_runs()
    {
        DbProviderFactory factory = DuckDbProviderFactory.Instance;
        var settings = factory.CreateConnectionStringBuilder().ShouldNotBeNull();
        settings["Threads"] = 2;
        using var connection = factory.CreateConnection().ShouldNotBeNull();
        connection.ConnectionString = settings.ConnectionString;
        connection.Open();
        using var command = factory.CreateCommand().ShouldNotBeNull();
        command.Connection = connection;
        command.CommandText = "SELECT current_setting('threads')::INTEGER + $plus";
        var parameter = factory.CreateParameter().ShouldNotBeNull();
        (parameter.ParameterName, parameter.Value) = ("plus", 40);
        command.Parameters.Add(parameter);
        command.ExecuteScalar().ShouldBe(42);
    }

    [Fact]
    public void A_connection_and_its_objects_find_their_factory()
    {
        DbProviderFactories.GetFactory(Connection).ShouldBeSameAs(DuckDbProviderFactory.Instance);
        using var command = ((DbConnection)Connection).CreateCommand();
        command.ShouldBeOfType<DuckDbCommand>().Connection.ShouldBeSameAs(Connection);
    }

    [Fact]
    public async Task A_data_source_makes_connections()
    {
        await using var source = DuckDbProviderFactory.Instance.CreateDataSource("Data Source=:memory:");
        await using var command = source.CreateCommand("SELECT 42");
        (await command.ExecuteScalarAsync(Cancellation)).ShouldBe(42);
    }
}
