using System.Globalization;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Sales;

/// <summary>Shows what the sales topology found.</summary>
/// <param name="figures">What it found.</param>
/// <param name="orders">How many orders it read.</param>
/// <param name="earlierOrders">How many it had read before: published into the same data directory by earlier runs, they are in its sums too.</param>
/// <param name="elapsed">From starting the topology to the last consequence of the last order committed.</param>
internal sealed class SalesResult(SalesFigures figures, long orders, long earlierOrders, TimeSpan elapsed)
{
    private const int Shown = 5;

    /// <summary>For a program: as part of a document.</summary>
    public object ToDocument() => new
    {
        Orders = orders,
        EarlierOrders = earlierOrders,
        figures.Rows,
        figures.Hours,
        figures.Units,
        Countries = figures.TopCountries(int.MaxValue).Select(each => new { each.Country, each.Currency, each.Sale.Units, each.Sale.Revenue }),
        TopProducts = figures.TopProducts(Shown).Select(each => new { each.Product, each.Currency, each.Sale.Orders, each.Sale.Units, each.Sale.Revenue }),
        CatchUpSeconds = elapsed.TotalSeconds,
    };

    /// <summary>For a person.</summary>
    public void Print()
    {
        if (figures.Rows == 0) return;
        var console = ResultConsole.Create();
        console.WriteLine(Invariant($"Sales per product, country and hour, by a topology that read {orders:N0} orders exactly once, asked while it runs:"));
        if (earlierOrders > 0) console.WriteLine(Invariant($"(In its sums are also the {earlierOrders:N0} orders that earlier runs published into this data directory. A new one begins at nothing.)"));
        var table = new Table().AddColumns("product", "orders", "units", "revenue", "", "country", "units", "revenue");
        var (products, countries) = (figures.TopProducts(Shown).ToList(), figures.TopCountries(Shown).ToList());
        for (var row = 0; row < Math.Max(products.Count, countries.Count); row++)
        {
            string[] product = row < products.Count && products[row] is var best
                ? [Markup.Escape(best.Product), Invariant($"{best.Sale.Orders:N0}"), Invariant($"{best.Sale.Units:N0}"), Invariant($"{best.Sale.Revenue:N2} {best.Currency}")]
                : ["", "", "", ""];
            string[] country = row < countries.Count && countries[row] is var first
                ? [Markup.Escape(first.Country), Invariant($"{first.Sale.Units:N0}"), Invariant($"{first.Sale.Revenue:N2} {first.Currency}")]
                : ["", "", ""];
            table.AddRow([.. product, "", .. country]);
        }
        foreach (var column in (int[])[1, 2, 3, 6, 7]) table.Columns[column].RightAligned();
        console.Write(table);
        var text = Invariant($"{figures.Rows:N0} sums over {figures.Hours:N0} hours, {figures.Units:N0} units; all orders processed and committed {elapsed.TotalSeconds:0.0} s after the first one was published.");
        if (figures.BestHour is var (key, hour, sale)) text += Invariant($" The best hour: {hour:yyyy-MM-dd HH:mm}, {key.ProductId} to {key.Country}, {sale.Revenue:N2} {key.Currency}.");
        console.WriteLine(text);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
