using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using SmartKart.Warehouse.DuckDb.Values;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>A result's columns, as ADO.NET describes them. Where a column comes from, and whether it may be NULL, a result of DuckDB does not say.</summary>
internal static class ResultSchema
{
    internal static ReadOnlyCollection<DbColumn> Columns(IReadOnlyList<ColumnVector> columns) =>
        Array.AsReadOnly(columns.Select(DbColumn (column, ordinal) => new DuckDbColumn(column.Name, ordinal, column.LogicalType)).ToArray());

    internal static DataTable Table(IReadOnlyList<ColumnVector> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add(SchemaTableOptionalColumn.ProviderSpecificDataType, typeof(Type));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add("DataTypeName", typeof(string));
        foreach (var column in Columns(columns))
        {
            var row = table.NewRow();
            row[SchemaTableColumn.ColumnName] = column.ColumnName;
            row[SchemaTableColumn.ColumnOrdinal] = column.ColumnOrdinal;
            row[SchemaTableColumn.ColumnSize] = column.ColumnSize;
            row[SchemaTableColumn.NumericPrecision] = column.NumericPrecision is { } precision ? (short)precision : DBNull.Value;
            row[SchemaTableColumn.NumericScale] = column.NumericScale is { } scale ? (short)scale : DBNull.Value;
            row[SchemaTableColumn.DataType] = column.DataType;
            row[SchemaTableOptionalColumn.ProviderSpecificDataType] = column.DataType;
            row[SchemaTableColumn.IsLong] = false;
            row[SchemaTableColumn.AllowDBNull] = true;
            row[SchemaTableColumn.IsUnique] = false;
            row[SchemaTableColumn.IsKey] = false;
            row["DataTypeName"] = column.DataTypeName;
            table.Rows.Add(row);
        }
        return table;
    }

    private sealed class DuckDbColumn : DbColumn
    {
        internal DuckDbColumn(string name, int ordinal, LogicalType type)
        {
            ColumnName = name;
            ColumnOrdinal = ordinal;
            ColumnSize = Storage.Bytes(type.Storage) is > 0 and var bytes && type.Id is not (DuckDbType.Varchar or DuckDbType.Blob) ? bytes : -1;
            DataType = ValueReaders.TypeOf(type) ?? typeof(object);
            DataTypeName = type.ToString();
            NumericPrecision = type.Id == DuckDbType.Decimal ? type.Precision : null;
            NumericScale = type.Id == DuckDbType.Decimal ? type.Scale : null;
            UdtAssemblyQualifiedName = null;
            IsLong = false;
            IsReadOnly = true;
        }
    }
}
