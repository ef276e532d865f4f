using System.Globalization;
using System.Text;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

/// <summary>Random rows of every type, appended, read by the reader and by chunks, and sent back as parameters: all four agree.</summary>
public sealed class RandomValueTests : ConnectedTest
{
    private static readonly (string Type, Func<Random, object> Value)[] Columns =
    [
        ("BOOLEAN", random => random.Next(2) == 0),
        ("TINYINT", random => (sbyte)random.Next(sbyte.MinValue, 128)),
        ("SMALLINT", random => (short)random.Next(short.MinValue, 32768)),
        ("INTEGER", random => (int)random.NextInt64(int.MinValue, 1L + int.MaxValue)),
        ("BIGINT", random => random.NextInt64(long.MinValue, long.MaxValue)),
        ("HUGEINT", random => new Int128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64())),
        ("UTINYINT", random => (byte)random.Next(256)),
        ("USMALLINT", random => (ushort)random.Next(65536)),
        ("UINTEGER", random => (uint)random.NextInt64(1L + uint.MaxValue)),
        ("UBIGINT", random => (ulong)random.NextInt64(long.MinValue, long.MaxValue)),
        ("UHUGEINT", random => new UInt128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64())),
        ("FLOAT", random => BitConverter.Int32BitsToSingle((int)random.NextInt64(int.MinValue, 1L + int.MaxValue))),
        ("DOUBLE", random => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        ("DECIMAL(4,1)", random => random.Next(-9999, 10000) / 10m),
        ("DECIMAL(9,9)", random => random.Next(-999_999_999, 1_000_000_000) / 1_000_000_000m),
        ("DECIMAL(18,4)", random => random.NextInt64(-999_999_999_999_999_999, 1_000_000_000_000_000_000) / 10_000m),
        ("DECIMAL(28,0)", random => random.NextInt64() * 1_000_000_000m + random.Next(1_000_000_000)),
        ("VARCHAR", Text),
        ("BLOB", random => Bytes(random)),
        ("DATE", random => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1))),
        ("TIME", random => new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay) / 10 * 10)),
        ("TIMESTAMP", random => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks) / 10 * 10)),
        ("TIMESTAMP_S", random => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks) / 10_000_000 * 10_000_000)),
        ("TIMESTAMP_MS", random => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks) / 10_000 * 10_000)),
        ("TIMESTAMP_NS", random => DateTime.UnixEpoch.AddTicks(random.NextInt64(-92_233_720_368_547_758 + 1, 92_233_720_368_547_758))),
        ("TIMESTAMPTZ", random => new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks) / 10 * 10, TimeSpan.Zero)),
        ("INTERVAL", random => new DuckDbInterval(random.Next(-1000, 1000), random.Next(-1000, 1000), random.NextInt64(-1_000_000_000_000, 1_000_000_000_000))),
        ("UUID", random => new Guid(Bytes(random, 16))),
        ("ENUM('a', 'bb', 'it''s a longer text')", random => new[] { "a", "bb", "it's a longer text" }[random.Next(3)]),
    ];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Random_rows_of_every_type_come_back_as_they_went(int seed)
    {
        var random = new Random(seed);
        var rows = random.Next(1, 6000);
        var expected = Enumerable.Range(0, rows)
            .Select(_ => Columns.Select(column => random.Next(5) == 0 ? null : Unspecified(column.Value(random))).ToArray()).ToArray();
        Execute($"CREATE TABLE t ({string.Join(", ", Columns.Select((column, i) => $"c{i} {column.Type}"))})");
        using (var appender = Connection.CreateAppender("t"))
            foreach (var row in expected)
            {
                foreach (var value in row) Append(appender, value);
                appender.EndRow();
            }

        using (var reader = Query("FROM t"))
            for (var row = 0; row < rows; row++)
            {
                reader.Read().ShouldBeTrue();
                for (var column = 0; column < Columns.Length; column++)
                    if (!Same(reader.IsDBNull(column) ? null : reader.GetValue(column), expected[row][column]))
                        Assert.Fail($"row {row}, {Columns[column].Type}: {Show(reader.GetValue(column))} was {Show(expected[row][column])}");
            }

        for (var column = 0; column < Columns.Length; column++)
            foreach (var row in expected.Take(20))
            {
                // A parameter is to the microsecond.
                var sent = row[column] is DateTime time ? new DateTime(time.Ticks / 10 * 10) : row[column];
                if (!Same(Scalar($"SELECT $1::{Columns[column].Type}", sent) is var back && back is DBNull ? null : back, sent))
                    Assert.Fail($"as a parameter, {Columns[column].Type}: {Show(back)} was {Show(sent)}");
            }
    }

    private static void Append(SmartKart.Warehouse.DuckDb.DuckDbAppender appender, object? value) => _ = value switch
    {
        null => appender.AppendNull(),
        bool x => appender.Append(x),
        sbyte x => appender.Append(x),
        short x => appender.Append(x),
        int x => appender.Append(x),
        long x => appender.Append(x),
        Int128 x => appender.Append(x),
        byte x => appender.Append(x),
        ushort x => appender.Append(x),
        uint x => appender.Append(x),
        ulong x => appender.Append(x),
        UInt128 x => appender.AppendUHugeInt(x),
        float x => appender.Append(x),
        double x => appender.Append(x),
        decimal x => appender.Append(x),
        string x => appender.Append(x),
        byte[] x => appender.Append(x.AsSpan()),
        DateOnly x => appender.Append(x),
        TimeOnly x => appender.Append(x),
        DateTime x => appender.Append(x),
        DateTimeOffset x => appender.Append(x),
        DuckDbInterval x => appender.Append(x),
        Guid x => appender.Append(x),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private static object Unspecified(object value) => value is DateTime time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : value;

    private static bool Same(object? read, object? expected) =>
        read is byte[] a && expected is byte[] b ? a.AsSpan().SequenceEqual(b) : Equals(read, expected);

    private static string Show(object? value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "NULL";

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(4) == 0 ? random.Next(600) : random.Next(16); text.Length < length;)
            text.Append(new[] { "a", "Z", "\0", "'", "é", "東", "🛒", " ", "\n" }[random.Next(9)]);
        return text.ToString();
    }

    private static byte[] Bytes(Random random, int? length = null)
    {
        var bytes = new byte[length ?? random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }
}
