using System.Data.Common;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class ResultSchemaTests : ConnectedTest
{
    private const string Sql = """
        SELECT 1 AS id, 1.5::DECIMAL(18,4) AS price, 'x' AS name, [1] AS numbers, {'a': 1, 'b c': 'x'} AS pair, MAP {'k': 1.5::DOUBLE} AS map,
               'on'::ENUM('on', 'off') AS state, [1, 2]::INTEGER[2] AS two, '101'::BIT AS bits
        """;

    [Fact]
    public void Columns_are_described_by_name_place_type_and_digits()
    {
        using var reader = Query(Sql);
        var columns = reader.GetColumnSchema();
        columns.Select(column => column.ColumnName).ShouldBe(["id", "price", "name", "numbers", "pair", "map", "state", "two", "bits"]);
        columns.Select(column => column.ColumnOrdinal).ShouldBe(Enumerable.Range(0, 9).Cast<int?>());
        columns.Select(column => column.DataType).ShouldBe(
        [
            typeof(int), typeof(decimal), typeof(string), typeof(List<int?>), typeof(Dictionary<string, object?>), typeof(Dictionary<string, double?>),
            typeof(string), typeof(List<int?>), typeof(object),
        ]);
        (columns[1].NumericPrecision, columns[1].NumericScale).ShouldBe((18, 4));
    }

    [Fact]
    public void Type_names_are_SQL_that_means_the_same_type()
    {
        using (var reader = Query(Sql))
            reader.GetColumnSchema().Select(column => column.DataTypeName).ShouldBe(
            [
                "INTEGER", "DECIMAL(18,4)", "VARCHAR", "INTEGER[]", "STRUCT(\"a\" INTEGER, \"b c\" VARCHAR)", "MAP(VARCHAR, DOUBLE)",
                "ENUM('on', 'off')", "INTEGER[2]", "BIT",
            ]);
        string[] types =
        [
            "DECIMAL(18,4)", "STRUCT(\"a\" INTEGER, \"b c\" VARCHAR[])", "MAP(VARCHAR, DOUBLE)", "ENUM('it''s', 'off')", "TIMESTAMP_NS", "INTEGER[2]",
        ];
        foreach (var type in types)
        {
            using var reader = Query($"SELECT NULL::{type}");
            reader.GetDataTypeName(0).ShouldBe(type);
        }
    }

    [Fact]
    public void The_schema_table_has_a_row_per_column()
    {
        using var reader = Query(Sql);
        var table = reader.GetSchemaTable().ShouldNotBeNull();
        table.Rows.Count.ShouldBe(9);
        table.Rows[1][SchemaTableColumn.ColumnName].ShouldBe("price");
        table.Rows[1][SchemaTableColumn.NumericScale].ShouldBe((short)4);
        table.Rows[0][SchemaTableColumn.ColumnSize].ShouldBe(4);
        table.Rows[2][SchemaTableColumn.DataType].ShouldBe(typeof(string));
    }

    [Fact]
    public void Nothing_to_describe_is_no_table()
    {
        using var reader = Query("CREATE TABLE t (i INTEGER)");
        reader.GetSchemaTable().ShouldBeNull();
        reader.GetColumnSchema().ShouldBeEmpty();
    }
}
