using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Texts;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Interactions;

/// <summary>
/// Who did something with which product, and when, and what is told of the products: what recommenders learn from, in the order of time. Immutable.
/// </summary>
public sealed class InteractionLog
{
    private readonly (int User, int Item, long At)[] _rows;     // At in microseconds since 1970
    private readonly string[] _users;
    private readonly Impression[] _impressions;     // in the order of time

    private InteractionLog((int, int, long)[] rows, string[] users, Catalogue products, ProductTexts? texts, Impression[] impressions) =>
        (_rows, _users, Products, Texts, _impressions) = (rows, users, products, texts, impressions);

    /// <summary>The products, by their column.</summary>
    public Catalogue Products { get; }

    /// <summary>The products' texts as they are at the end; null where none has one.</summary>
    public ProductTexts? Texts { get; }

    /// <summary>What was shown of the products, in the order of time; empty where that wasn't asked for, or isn't known.</summary>
    public ReadOnlyMemory<Impression> Impressions => _impressions;

    /// <summary>How many users there are.</summary>
    public int Users => _users.Length;

    /// <summary>How many interactions, repeated ones included.</summary>
    public int Count => _rows.Length;

    /// <summary>When the first was, in microseconds since 1970.</summary>
    public long First => _rows[0].At;

    /// <summary>When the last was, in microseconds since 1970.</summary>
    public long Last => _rows[^1].At;

    /// <summary>All interactions, in the order of time; those of one instant in that in which they were read.</summary>
    internal IReadOnlyList<(int User, int Item, long At)> Rows => _rows;

    /// <summary>A moment of a log.</summary>
    /// <param name="at">Microseconds since 1970.</param>
    public static DateTimeOffset Instant(long at) => DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond);

    /// <summary>Which user a row is.</summary>
    public string UserOf(int row) => _users[row];

    /// <summary>Reads them from history. Users and products that occur too seldom are left out, as long as there are any.</summary>
    /// <param name="history">Where; its <c>product_upserted</c>, if there is any, has the texts.</param>
    /// <param name="sources">Which events; at least one.</param>
    /// <param name="minPerUser">Of different products, at least.</param>
    /// <param name="minPerProduct">By different users, at least; 0 for products that nobody had yet, too, if they can be bought.</param>
    /// <param name="withImpressions">Whether to read what was shown and clicked, too, as far as <c>clickstream</c> tells it.</param>
    /// <exception cref="InteractionException">There are none, or a topic has no such fields.</exception>
    public static InteractionLog Read(
        HistorySource history, IReadOnlyList<InteractionSource> sources, int minPerUser, int minPerProduct, bool withImpressions = false)
    {
        var rows = new List<(string User, string Product, long At)>();
        foreach (var source in sources)
        {
            if (!TopicCatalog.Shipped.All.Any(topic => topic.Name == source.Topic))
                throw new InteractionException(
                    $"There is no topic {source.Topic} to learn from. There are {string.Join(", ", TopicCatalog.Shipped.All.Select(topic => topic.Name))}.");
            if (!history.Has(source.Topic))
                throw new InteractionException($"The history at {history.Root} has no {source.Topic} to learn from. Archive the topic, or name the root that has it.");
            Read(history, source, rows);
        }
        var listed = ProductTextReader.Read(history);
        var texts = listed.ToDictionary(each => each.Key, each => each.Value.Text, StringComparer.Ordinal);
        var log = Of(rows, minPerUser, minPerProduct, texts, minPerProduct > 0 ? [] : listed.Where(each => each.Value.IsActive).Select(each => each.Key));
        return withImpressions ? log.With(ImpressionReader.Read(history, log.Products)) : log;
    }

    /// <summary>The same with impressions.</summary>
    /// <param name="impressions">Of the log's items, in any order.</param>
    public InteractionLog With(IEnumerable<Impression> impressions) => new(_rows, _users, Products, Texts, [.. impressions.OrderBy(each => each.At)]);

    /// <param name="rows">Who, what, and when in microseconds since 1970; in any order.</param>
    /// <param name="minPerUser">Of different products, at least.</param>
    /// <param name="minPerProduct">By different users, at least.</param>
    /// <param name="texts">Products' texts, if there are any.</param>
    /// <param name="listed">Products that are there whether anyone had them or not.</param>
    /// <exception cref="InteractionException">None are left.</exception>
    public static InteractionLog Of(
        IReadOnlyCollection<(string User, string Product, long At)> rows, int minPerUser, int minPerProduct, IReadOnlyDictionary<string, ProductText>? texts = null,
        IEnumerable<string>? listed = null)
    {
        var kept = rows;
        while (true)
        {
            var pairs = kept.Select(row => (row.User, row.Product)).Distinct().ToList();
            var users = pairs.CountBy(pair => pair.User).Where(each => each.Value >= minPerUser).Select(each => each.Key).ToHashSet(StringComparer.Ordinal);
            var products = pairs.CountBy(pair => pair.Product).Where(each => each.Value >= minPerProduct).Select(each => each.Key).ToHashSet(StringComparer.Ordinal);
            var left = kept.Where(row => users.Contains(row.User) && products.Contains(row.Product)).ToList();
            if (left.Count == kept.Count) break;
            kept = left;        // who lost a product may have too few now
        }
        if (kept.Count == 0)
        {
            throw new InteractionException(
                $"Of {rows.Count:N0} interactions none is left of users with {minPerUser} products and products with {minPerProduct} users. " +
                "Lower these, or train on a longer history.");
        }
        string[] names = [.. kept.Select(row => row.User).Distinct().Order(StringComparer.Ordinal)];
        string[] sold = [.. kept.Select(row => row.Product).Concat(listed ?? []).Distinct().Order(StringComparer.Ordinal)];
        var (userRows, catalogue) = (names.Index().ToDictionary(each => each.Item, each => each.Index, StringComparer.Ordinal), new Catalogue(sold));
        var told = texts is null ? null : new ProductTexts(catalogue, texts);
        return new InteractionLog(
            [.. kept.Select(row => (userRows[row.User], catalogue.ItemOf(row.Product), row.At)).OrderBy(row => row.At)], names, catalogue,
            told is { Known: > 0 } ? told : null, []);
    }

    /// <summary>Users by when they last did something, the latest first.</summary>
    public IEnumerable<int> LatestUsers() => _rows.Reverse().Select(row => row.User).Distinct();

    /// <summary>What a user did something with, each once, the latest last.</summary>
    public IReadOnlyList<string> ProductsOf(int user) =>
        [.. _rows.Where(row => row.User == user).Reverse().Select(row => row.Item).Distinct().Reverse().Select(item => Products[item])];

    /// <summary>Interactions of a span of time, as a matrix of all users × all products.</summary>
    /// <param name="from">Microseconds since 1970; this instant included.</param>
    /// <param name="until">Microseconds since 1970; this instant not included.</param>
    public InteractionMatrix Between(long from, long until) =>
        InteractionMatrix.Of(Users, Products.Count, [.. _rows.Where(row => row.At >= from && row.At < until).Select(row => (row.User, row.Item))]);

    /// <summary>The same with times and texts, to train on.</summary>
    /// <param name="from">Microseconds since 1970; this instant included.</param>
    /// <param name="until">Microseconds since 1970; this instant not included.</param>
    public TrainingInput InputBetween(long from, long until) => InputOf([.. _rows.Where(row => row.At >= from && row.At < until)], until);

    /// <summary>The same of some pairs: all that was done with them.</summary>
    /// <param name="pairs">Users × items, of this log.</param>
    public TrainingInput InputOf(InteractionMatrix pairs) => InputOf([.. _rows.Where(row => pairs.PlaceOf(row.User, row.Item) >= 0)]);

    /// <summary>The same of some rows, with what was shown by the last of them.</summary>
    /// <param name="rows">Of this log, in its order.</param>
    internal TrainingInput InputOf(IReadOnlyCollection<(int User, int Item, long At)> rows) =>
        InputOf(rows, rows.Select(row => row.At + 1).DefaultIfEmpty(long.MinValue).Last());

    private TrainingInput InputOf(IReadOnlyCollection<(int User, int Item, long At)> rows, long until)
    {
        var seen = InteractionMatrix.Of(Users, Products.Count, [.. rows.Select(row => (row.User, row.Item))]);
        var last = new long[seen.Count];
        foreach (var (user, item, at) in rows) last[seen.PlaceOf(user, item)] = at;      // rows ascend in time
        var shown = _impressions.AsMemory(0, _impressions.TakeWhile(each => each.At < until).Count());
        return new TrainingInput(seen) { LastAt = last, Texts = Texts, Impressions = shown };
    }

    private static void Read(HistorySource history, InteractionSource source, List<(string, string, long)> rows)
    {
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            var events = history.RelationOf(connection, TopicCatalog.Shipped[source.Topic]);
            using var command = connection.CreateCommand(source.Lines is null
                ? $"SELECT user_id, product_id, epoch_us(occurred_at) FROM {events} WHERE product_id IS NOT NULL {ActionsOf(source)}"
                : $"""
                    SELECT user_id, line.product_id, epoch_us(occurred_at)
                    FROM (SELECT user_id, occurred_at, unnest("{source.Lines.Replace("\"", "\"\"", StringComparison.Ordinal)}") AS line FROM {events} WHERE true {ActionsOf(source)})
                    """);
            using var found = command.ExecuteReader();
            while (found.Read()) rows.Add((found.GetString(0), found.GetString(1), found.GetInt64(2)));
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new InteractionException(
                $"Interactions can't be read from {source.Topic}: {fault.Message} Its events need user_id, occurred_at and product_id, or 'lines' with a product_id.", fault);
        }
    }

    private static string ActionsOf(InteractionSource source) =>
        source.Actions.Count == 0 ? "" : $"AND action IN ({string.Join(", ", source.Actions.Select(action => $"'{action.Replace("'", "''", StringComparison.Ordinal)}'"))})";
}
