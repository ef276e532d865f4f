using System.Runtime.InteropServices;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>What must come of the inputs, computed from them directly, with none of the runtime's code.</summary>
internal sealed class ExpectedShop
{
    private readonly Dictionary<long, List<(long TimeMs, long Number)>> _ordersOf = [], _paymentsOf = [];

    public ExpectedShop(IEnumerable<ShopInput> inputs)
    {
        foreach (var each in inputs) Take(each);
        foreach (var (user, orders) in _ordersOf) MatchUp(user, orders);
    }

    /// <summary>Per product: how many orders, and their sum.</summary>
    public Dictionary<long, Total> Totals { get; } = [];

    /// <summary>The same per product and window.</summary>
    public Dictionary<ProductWindow, Total> WindowTotals { get; } = [];

    /// <summary>Per user: the numbers of the orders, in the order they were produced.</summary>
    public Dictionary<long, List<long>> OrdersOf { get; } = [];

    /// <summary>Per user: every pair of an order and a payment that are close in time.</summary>
    public Dictionary<long, HashSet<Match>> Matches { get; } = [];

    /// <summary>Per user: the account's last version.</summary>
    public Dictionary<long, Account> Accounts { get; } = Enumerable.Range(0, ShopInputs.Users).ToDictionary(user => (long)user, _ => new Account(0));

    public int Orders => OrdersOf.Values.Sum(each => each.Count);

    public int MatchCount => Matches.Values.Sum(each => each.Count);

    private void Take(in ShopInput input)
    {
        if (input.Account is { } account) Accounts[input.User] = account;
        if (input.Payment is { } payment) Of(_paymentsOf, input.User).Add((input.TimestampMs, payment.Number));
        if (input.Order is not { } order) return;
        Of(_ordersOf, input.User).Add((input.TimestampMs, order.Number));
        Of(OrdersOf, input.User).Add(order.Number);
        Add(Totals, order.Product, order);
        var windowMs = (long)ShopTopology.Window.TotalMilliseconds;
        Add(WindowTotals, new ProductWindow(order.Product, input.TimestampMs / windowMs * windowMs), order);
    }

    private void MatchUp(long user, List<(long TimeMs, long Number)> orders)
    {
        var within = (long)ShopTopology.MatchWithin.TotalMilliseconds;
        var found = Of(Matches, user);
        foreach (var order in orders)
            foreach (var payment in Of(_paymentsOf, user))
                if (Math.Abs(order.TimeMs - payment.TimeMs) <= within) found.Add(new Match(order.Number, payment.Number));
    }

    private static void Add<TKey>(Dictionary<TKey, Total> totals, TKey key, Order order) where TKey : notnull
    {
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, key, out _);
        total = total.With(order);
    }

    private static TOf Of<TKey, TOf>(Dictionary<TKey, TOf> many, TKey key) where TKey : notnull where TOf : new() =>
        CollectionsMarshal.GetValueRefOrAddDefault(many, key, out _) ??= new TOf();
}
