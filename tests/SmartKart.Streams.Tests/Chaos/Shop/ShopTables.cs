using System.Globalization;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>What the instances' stores hold, together.</summary>
internal sealed class ShopTables
{
    public Dictionary<long, long> Counts { get; } = [];
    public Dictionary<long, Total> Totals { get; } = [];
    public Dictionary<ProductWindow, Total> WindowTotals { get; } = [];
    public Dictionary<long, long> UserCounts { get; } = [];
    public Dictionary<long, Account> Accounts { get; } = [];

    /// <summary>Takes one row in, as <see cref="Processes.WorkerProgram"/> prints it: the store, the key's numbers and the value's.</summary>
    /// <exception cref="ArgumentException">A key comes twice: two instances think that it is theirs.</exception>
    public void Add(string row)
    {
        var parts = row.Split(' ');
        var at = Array.ConvertAll(parts[1..], part => long.Parse(part, CultureInfo.InvariantCulture));
        switch (parts[0])
        {
            case ShopTopology.CountStore: Counts.Add(at[0], at[1]); break;
            case ShopTopology.TotalStore: Totals.Add(at[0], new Total(at[1], at[2])); break;
            case ShopTopology.WindowTotalStore: WindowTotals.Add(new ProductWindow(at[0], at[1]), new Total(at[2], at[3])); break;
            case ShopTopology.UserCountStore: UserCounts.Add(at[0], at[1]); break;
            case ShopTopology.AccountStore: Accounts.Add(at[0], new Account(at[1])); break;
            default: throw new ArgumentException($"There is no store '{parts[0]}'.");
        }
    }
}
