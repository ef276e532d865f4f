namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class NestedValueTests : ConnectedTest
{
    private sealed record Item(string ProductId, int Quantity, decimal? Price);

    private sealed class Order
    {
        public long Id { get; set; }

        public List<Item> Items { get; set; } = [];
    }

    [Fact]
    public void A_list_is_a_list_or_an_array_of_its_elements()
    {
        Scalar("SELECT [1, NULL, 3]").ShouldBeOfType<List<int?>>().ShouldBe([1, null, 3]);
        One<int?[]>("SELECT [1, NULL, 3]").ShouldBe([1, null, 3]);
        One<IReadOnlyList<long>>("SELECT [1::INTEGER, 2]").ShouldBe([1L, 2L]);
        One<List<string>>("SELECT []::VARCHAR[]").ShouldBeEmpty();
        One<string[][]>("SELECT [['a'], [], ['b', 'c']]").ShouldBe([["a"], [], ["b", "c"]]);
        One<object>("SELECT []").ShouldBeOfType<List<int?>>().ShouldBeEmpty();
        Should.Throw<InvalidCastException>(() => One<int[]>("SELECT [1, NULL]")).Message.ShouldContain(".element' is NULL");
        Should.Throw<InvalidCastException>(() => One<Guid>("SELECT [1]"));
        Should.Throw<InvalidCastException>(() => One<int[]>("SELECT ['a']"));
    }

    [Fact]
    public void An_array_of_fixed_size_is_read_like_a_list()
    {
        One<float[]>("SELECT [1.5, 2.5]::FLOAT[2]").ShouldBe([1.5f, 2.5f]);
        using var reader = Query("SELECT [i, i + 1, NULL]::BIGINT[3] FROM range(5000) t(i)");
        for (var i = 0L; reader.Read(); i++)
            if (reader.GetFieldValue<long?[]>(0) is not [var a, var b, null] || a != i || b != i + 1) Assert.Fail($"row {i}");
    }

    [Fact]
    public void A_map_is_a_dictionary()
    {
        Scalar("SELECT MAP {'a': 1, 'b': NULL}").ShouldBeOfType<Dictionary<string, int?>>()
            .ShouldBe(new Dictionary<string, int?> { ["a"] = 1, ["b"] = null });
        One<Dictionary<long, string>>("SELECT MAP {1: 'x'}")[1].ShouldBe("x");
        One<IReadOnlyDictionary<string, int[]>>("SELECT MAP {'k': [1, 2]}")["k"].ShouldBe([1, 2]);
        One<Dictionary<string, int>>("SELECT MAP {}::MAP(VARCHAR, INTEGER)").ShouldBeEmpty();
    }

    [Fact]
    public void A_struct_is_its_fields_by_name()
    {
        var fields = Scalar("SELECT {'id': 7, 'name': NULL::VARCHAR, 'tags': ['a']}").ShouldBeOfType<Dictionary<string, object?>>();
        fields.Keys.ShouldBe(["id", "name", "tags"]);
        (fields["id"], fields["name"]).ShouldBe((7, null));
        fields["tags"].ShouldBeOfType<List<string>>().ShouldBe(["a"]);
    }

    [Fact]
    public void A_struct_is_an_object_of_the_callers()
    {
        One<Item>("SELECT {'product_id': 'tea', 'quantity': 2, 'price': 1.50::DECIMAL(18,4)}").ShouldBe(new Item("tea", 2, 1.50m));
        One<Item>("SELECT {'product_id': NULL::VARCHAR, 'quantity': 2, 'price': NULL::DECIMAL(18,4)}").ShouldBe(new Item(null!, 2, null));
        var order = One<Order>("SELECT {'id': 7, 'items': [{'product_id': 'tea', 'quantity': 2, 'price': 1::DECIMAL(4,2)}]}");
        order.Id.ShouldBe(7);
        order.Items.ShouldHaveSingleItem().ShouldBe(new Item("tea", 2, 1m));
        Should.Throw<InvalidCastException>(() => One<Item>("SELECT {'product_id': 'tea'}"));
        Should.Throw<InvalidCastException>(() => One<Item>("SELECT {'product_id': 'tea', 'quantity': NULL::INTEGER, 'price': NULL::DECIMAL(4,2)}"))
            .Message.ShouldContain("quantity");
    }

    [Fact]
    public void Nested_values_are_read_over_many_chunks_with_nulls_at_every_level()
    {
        using var reader = Query("""
            SELECT CASE WHEN i % 5 = 0 THEN NULL
                        ELSE list_transform(range(i % 4), j -> CASE WHEN j = 2 THEN NULL ELSE {'n': i + j, 't': repeat('x', (i % 20)::INTEGER)} END) END
            FROM range(20000) t(i)
            """);
        for (var i = 0L; reader.Read(); i++)
        {
            if (reader.IsDBNull(0) != (i % 5 == 0)) Assert.Fail($"row {i} should {(i % 5 == 0 ? "" : "not ")}be NULL");
            if (i % 5 == 0) continue;
            var rows = reader.GetFieldValue<List<Dictionary<string, object?>?>>(0);
            if (rows.Count != i % 4) Assert.Fail($"row {i} has {rows.Count} elements");
            for (var j = 0; j < rows.Count; j++)
                if (j == 2 ? rows[j] is not null : rows[j] is not { } row || !row["n"]!.Equals(i + j) || ((string)row["t"]!).Length != i % 20)
                    Assert.Fail($"row {i}, element {j}");
        }
    }

    // DuckDB keeps lists in several forms (constant, selected from, sorted, stored, compressed): what is read must not depend on them.
    [Theory]
    [InlineData("SELECT [1, 2, 3] AS l FROM range(5000)")]
    [InlineData("SELECT list_filter(range(i % 10), x -> x % 2 = 0) AS l FROM range(5000) t(i)")]
    [InlineData("SELECT list_reverse_sort(range(i % 10)) AS l FROM range(5000) t(i)")]
    [InlineData("SELECT range(10)[i % 3 : i % 7] AS l FROM range(5000) t(i)")]
    [InlineData("SELECT list_select(range(10), [1, 1, 3]) AS l FROM range(5000) t(i)")]
    [InlineData("SELECT map_values(MAP {'a': i, 'b': i * 2}) AS l FROM range(5000) t(i) WHERE i % 3 = 1")]
    [InlineData("SELECT CASE WHEN i % 2 = 0 THEN [i, i] ELSE (SELECT [7::BIGINT]) END AS l FROM range(5000) t(i)")]
    [InlineData("SELECT list(i) AS l FROM range(5000) t(i) GROUP BY i % 700")]
    [InlineData("SELECT l FROM (SELECT i, range(i % 5) AS l FROM range(5000) t(i)) JOIN range(0, 5000, 7) s(i) USING (i) ORDER BY i DESC")]
    [InlineData("SELECT {'l': range(i % 4)}.l AS l FROM range(5000) t(i) LIMIT 3000 OFFSET 100")]
    [InlineData("SELECT l FROM stored WHERE i % 11 < 9")]
    [InlineData("SELECT s.l AS l FROM stored")]
    public void A_list_is_its_elements_whatever_DuckDB_made_it_of(string lists)
    {
        Execute("CREATE TABLE stored AS SELECT i, range(i % 6) AS l, {'l': range(i % 4)} AS s FROM range(20000) t(i)");
        using var reader = Query($"SELECT l, coalesce(list_sum(l), 0)::BIGINT, len(l) FROM ({lists})");
        var rows = 0;
        for (; reader.Read(); rows++)
        {
            var list = reader.GetFieldValue<long[]>(0);
            if (list.Sum() != reader.GetInt64(1) || list.Length != reader.GetInt64(2))
                Assert.Fail($"row {rows}: [{string.Join(", ", list)}] should have {reader.GetInt64(2)} elements and the sum {reader.GetInt64(1)}");
        }
        rows.ShouldBeGreaterThan(600);
    }

    [Fact]
    public void Lists_are_read_in_place_by_chunks()
    {
        using var command = Command("SELECT range(i % 3) AS numbers FROM range(3000) t(i)");
        using var result = command.ExecuteChunks(Cancellation);
        var sum = 0L;
        while (result.TryReadChunk(out var chunk))
        {
            var lists = chunk.Column(0);
            var elements = lists.Children[0].Values<long>();
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var slice = lists.List(row);
                foreach (var element in elements.Slice(slice.Start, slice.Count)) sum += element;
            }
        }
        sum.ShouldBe(1000);
    }
}
