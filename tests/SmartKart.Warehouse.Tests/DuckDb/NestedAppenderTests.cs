using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class NestedAppenderTests : ConnectedTest
{
    private const int Rows = 2 * ChunkWriter.Capacity + 100;

    [Fact]
    public void Lists_structs_and_maps_are_written_through_their_children()
    {
        Execute("CREATE TABLE t (id INTEGER, place STRUCT(x DOUBLE, name VARCHAR), tags VARCHAR[], "
            + "lines STRUCT(sku VARCHAR, prices DECIMAL(9,2)[])[], facts MAP(VARCHAR, INTEGER))");
        Fill(static (chunk, row, id) =>
        {
            chunk.Column(0).Set(row, id);
            var place = chunk.Column(1);
            place.Children[0].Set(row, id / 2.0);
            place.Children[1].Set(row, $"the place of row {id}");
            var tags = chunk.Column(2);
            for (var i = 0; i < id % 7; i++) tags.Children[0].Set(tags.AddElement(row), $"tag {i} of row {id}");
            var lines = chunk.Column(3);
            for (var i = 0; i < id % 5; i++)
            {
                var line = lines.AddElement(row);
                lines.Children[0].Children[0].Set(line, $"sku-{id}-{i}");
                var prices = lines.Children[0].Children[1];
                for (var j = 0; j <= i; j++) prices.Children[0].SetUnscaled(prices.AddElement(line), 100 * id + j);
            }
            var facts = chunk.Column(4);
            for (var i = 0; i < id % 3; i++)
            {
                var entry = facts.AddElement(row);
                facts.Children[0].Set(entry, $"key{i}");
                facts.Children[1].Set(entry, id + i);
            }
        });
        Scalar("SELECT count(*) FROM t WHERE place = {'x': id / 2, 'name': 'the place of row ' || id}").ShouldBe((long)Rows);
        Scalar("SELECT count(*) FROM t WHERE tags = list_transform(range(id % 7), i -> 'tag ' || i || ' of row ' || id)").ShouldBe((long)Rows);
        Scalar("""
            SELECT count(*) FROM t WHERE lines = list_transform(range(id % 5), i -> {
                'sku': 'sku-' || id || '-' || i, 'prices': list_transform(range(i + 1), j -> (id + j / 100)::DECIMAL(9,2))})
            """).ShouldBe((long)Rows);
        Scalar("""
            SELECT count(*) FROM t WHERE facts = map_from_entries(list_transform(range(id % 3), i -> {'key': 'key' || i, 'value': (id + i)::INTEGER}))
            """).ShouldBe((long)Rows);
    }

    [Fact]
    public void Texts_of_any_length_stand_in_every_chunk_as_they_were_set()
    {
        Execute("CREATE TABLE t (id INTEGER, text VARCHAR, parts VARCHAR[])");
        Fill(static (chunk, row, id) =>
        {
            chunk.Column(0).Set(row, id);
            chunk.Column(1).Set(row, new string((char)('a' + (id % 26)), id));      // up to 4,196 characters: those above 4,096 are DuckDB's to keep
            var parts = chunk.Column(2);
            for (var length = 11; length < 15; length++) parts.Children[0].Set(parts.AddElement(row), new string('é', length + (id % 2)));
        });
        Scalar("SELECT count(*) FROM t WHERE text = repeat(chr(97 + id % 26), id)").ShouldBe((long)Rows);
        Scalar("SELECT count(*) FROM t WHERE parts = list_transform(range(11, 15), n -> repeat('é', (n + id % 2)::BIGINT))").ShouldBe((long)Rows);
    }

    [Fact]
    public void Nulls_stand_at_every_depth_also_where_lists_have_outgrown_their_memory()
    {
        Execute("CREATE TABLE t (id INTEGER, lines STRUCT(sku VARCHAR, place STRUCT(x INTEGER))[])");
        Fill(static (chunk, row, id) =>
        {
            chunk.Column(0).Set(row, id);
            var lines = chunk.Column(1);
            if (id % 11 == 0)
            {
                lines.SetNull(row);
                return;
            }
            for (var i = 0; i < id % 50; i++)
            {
                var line = lines.AddElement(row);
                var (sku, place) = (lines.Children[0].Children[0], lines.Children[0].Children[1]);
                if (i % 7 == 6)
                {
                    lines.Children[0].SetNull(line);
                    continue;
                }
                if (i % 3 == 0) sku.SetNull(line);
                else sku.Set(line, $"sku number {i}");
                if (i % 5 == 0) place.SetNull(line);
                else if (i % 5 == 1) place.Children[0].SetNull(line);
                else place.Children[0].Set(line, i);
            }
        });
        Scalar("SELECT count(*) FROM t WHERE lines IS NULL").ShouldBe((long)(Rows + 10) / 11);
        Scalar("""
            SELECT count(*) FROM t WHERE id % 11 <> 0 AND lines IS DISTINCT FROM list_transform(range(id % 50), i -> CASE WHEN i % 7 = 6 THEN NULL ELSE {
                'sku': CASE WHEN i % 3 = 0 THEN NULL ELSE 'sku number ' || i END,
                'place': CASE WHEN i % 5 = 0 THEN NULL ELSE {'x': CASE WHEN i % 5 = 1 THEN NULL ELSE i::INTEGER END} END} END)
            """).ShouldBe(0L);
        Scalar("SELECT count(*) FROM (SELECT unnest(lines) AS line FROM t) WHERE line IS NULL AND line.sku IS NOT NULL").ShouldBe(0L);
    }

    [Fact]
    public void What_no_chunk_wrote_to_is_empty_and_never_an_earlier_chunks()
    {
        Execute("CREATE TABLE t (names VARCHAR[], place STRUCT(name VARCHAR))");
        using (var appender = Connection.CreateAppender("t"))
        {
            var chunk = appender.BeginChunk();
            for (var row = 0; row < ChunkWriter.Capacity; row++)
            {
                for (var i = 0; i < 3; i++) chunk.Column(0).Children[0].Set(chunk.Column(0).AddElement(row), "a text of more than twelve bytes");
                chunk.Column(1).Children[0].Set(row, "another text of more than twelve bytes");
            }
            appender.EndChunk(ChunkWriter.Capacity);
            chunk = appender.BeginChunk();
            for (var i = 0; i < 5_000; i++) chunk.Column(0).AddElement(0);
            appender.EndChunk(ChunkWriter.Capacity);
        }
        Scalar("SELECT count(*) FROM t WHERE names = [] AND place.name = ''").ShouldBe(ChunkWriter.Capacity - 1L);
        Scalar("SELECT count(*) FROM t WHERE len(names) = 5000 AND len(list_distinct(names)) = 1 AND names[5000] = ''").ShouldBe(1L);
    }

    [Fact]
    public void A_list_is_written_whole_before_the_next()
    {
        Execute("CREATE TABLE t (names VARCHAR[], n INTEGER)");
        using var appender = Connection.CreateAppender("t");
        var chunk = appender.BeginChunk();
        var names = chunk.Column(0);
        names.AddElement(1).ShouldBe(0);
        names.AddElement(0).ShouldBe(1);
        names.AddElement(0).ShouldBe(2);
        Should.Throw<InvalidOperationException>(() => names.AddElement(1)).Message.ShouldContain("Write each list whole");
        Should.Throw<WarehouseValueException>(() => chunk.Column(1).AddElement(0)).Message.ShouldContain("no elements");
        Should.Throw<ArgumentOutOfRangeException>(() => names.AddElement(ChunkWriter.Capacity));
        appender.EndChunk(0);
    }

    [Fact]
    public void A_decimal_is_also_set_without_its_point()
    {
        Execute("CREATE TABLE t (a DECIMAL(4,2), b DECIMAL(18,4), c DECIMAL(38,0))");
        using (var appender = Connection.CreateAppender("t"))
        {
            var chunk = appender.BeginChunk();
            chunk.Column(0).SetUnscaled(0, -9999);
            chunk.Column(1).SetUnscaled(0, 12345);
            chunk.Column(2).SetUnscaled(0, Int128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture));
            Should.Throw<WarehouseValueException>(() => chunk.Column(0).SetUnscaled(0, 10_000));
            appender.EndChunk(1);
        }
        Scalar("SELECT count(*) FROM t WHERE a = -99.99 AND b = 1.2345 AND c = 99999999999999999999999999999999999999::DECIMAL(38,0)").ShouldBe(1L);
    }

    private void Fill(Action<ChunkWriter, int, int> write)
    {
        using var appender = Connection.CreateAppender("t");
        for (var first = 0; first < Rows; first += ChunkWriter.Capacity)
        {
            var chunk = appender.BeginChunk();
            var rows = Math.Min(ChunkWriter.Capacity, Rows - first);
            for (var row = 0; row < rows; row++) write(chunk, row, first + row);
            appender.EndChunk(rows);
        }
    }
}
