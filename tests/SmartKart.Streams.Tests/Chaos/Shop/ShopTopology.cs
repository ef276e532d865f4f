namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>
/// What the instances run: counts and sums per product, windowed and not, through a repartition topic; orders joined with payments within a
/// window, and with the accounts' table. State on disk, but for the counts per user, in memory.
/// </summary>
internal static class ShopTopology
{
    public const string ApplicationId = "shop";
    public const int Partitions = 4;
    public const string Orders = "orders", Payments = "payments", Accounts = "accounts";
    public const string Counted = "counted", Totalled = "totalled", TotalledByWindow = "totalled-by-window", CountedByUser = "counted-by-user";
    public const string Matched = "matched", EnrichedOrders = "enriched";
    public const string CountStore = "count", TotalStore = "total", WindowTotalStore = "window-total", UserCountStore = "user-count", AccountStore = "account";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>How far apart an order and a payment may be that match.</summary>
    public static readonly TimeSpan MatchWithin = TimeSpan.FromSeconds(20);

    /// <summary>The topics that must exist.</summary>
    public static IReadOnlyList<string> Inputs { get; } = [Orders, Payments, Accounts];

    public static IReadOnlyList<string> Outputs { get; } = [Counted, Totalled, TotalledByWindow, CountedByUser, Matched, EnrichedOrders];

    // After a restart a partition may be far ahead of another by event time. Nothing is late here whatever the order, so that the result is one.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    public static Topology Build()
    {
        var builder = new StreamBuilder();
        var number = StructSerde<long>.Instance;
        var order = StructSerde<Order>.Instance;
        var orders = builder.Stream(Orders, Consumed.With(number, order));
        var payments = builder.Stream(Payments, Consumed.With(number, StructSerde<Payment>.Instance));
        var accounts = builder.Table(Accounts, Consumed.With(number, StructSerde<Account>.Instance), Materialized.As<long, Account>(AccountStore));

        // Not cached: every record gives one output, and a gap or a repetition shows.
        var byProduct = orders.GroupBy((_, each) => each.Product, Grouped.With(number, order, "by-product"));
        byProduct.Count(Materialized.As<long, long>(CountStore) with { KeySerde = number, ValueSerde = number, CachingEnabled = false })
            .ToStream().To(Counted, Produced.With(number, number));
        byProduct.Aggregate(() => default(Total), (_, each, total) => total.With(each),
                Materialized.As<long, Total>(TotalStore) with { KeySerde = number, ValueSerde = StructSerde<Total>.Instance })
            .ToStream().To(Totalled, Produced.With(number, StructSerde<Total>.Instance));
        byProduct.WindowedBy(TimeWindows.OfSizeAndGrace(Window, Grace))
            .Aggregate(() => default(Total), (_, each, total) => total.With(each),
                Materialized.As<long, Total>(WindowTotalStore) with { KeySerde = number, ValueSerde = StructSerde<Total>.Instance })
            .ToStream((each, _) => new ProductWindow(each.Key, each.Window.StartMs))
            .To(TotalledByWindow, Produced.With(StructSerde<ProductWindow>.Instance, StructSerde<Total>.Instance));
        orders.GroupByKey(Grouped.With(number, order))
            .Count(Materialized.As<long, long>(UserCountStore) with { KeySerde = number, ValueSerde = number, InMemory = true, CachingEnabled = false })
            .ToStream().To(CountedByUser, Produced.With(number, number));

        orders.Join(payments, (left, right) => new Match(left.Number, right.Number), JoinWindows.OfTimeDifferenceAndGrace(MatchWithin, Grace),
                StreamJoined.With(number, order, StructSerde<Payment>.Instance) with { Name = "match" })
            .To(Matched, Produced.With(number, StructSerde<Match>.Instance));
        orders.Join(accounts, (each, account) => new Enriched(each.Number, account.Version), Joined.With(number, order, StructSerde<Account>.Instance))
            .To(EnrichedOrders, Produced.With(number, StructSerde<Enriched>.Instance));
        return builder.Build();
    }
}
