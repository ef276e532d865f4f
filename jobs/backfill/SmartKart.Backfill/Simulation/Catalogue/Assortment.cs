using SmartKart.Backfill.Simulation.Shoppers;

namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>Makes products. Number n of a seed is always the same one, in whatever marketplace; but for its merchant and its stock, which follow from how
/// many shops and customers there are.</summary>
internal sealed class Assortment(SimulationOptions options)
{
    private const double BrandShare = 0.6;
    private const int BrandsOfDepartment = 6;
    private const double UnitsPerUser = 0.7; // that a day sells, about: what shops stock up for

    internal static int BrandCount => BrandsOfDepartment * Departments.Names.Length;

    /// <summary>A product of the first day, listed some time in the two years before.</summary>
    internal Product Listed(int number)
    {
        var chance = new Chance(options.Seed, ChanceUse.Product, number);
        return New(number, options.Start - TimeSpan.FromDays(chance.Between(1, 730)), isLaunch: false, chance);
    }

    /// <summary>A product that comes new to the market.</summary>
    internal Product Launched(int number, DateTimeOffset at) => New(number, at, isLaunch: true, new Chance(options.Seed, ChanceUse.Product, number));

    private Product New(int number, DateTimeOffset listedAt, bool isLaunch, Chance chance)
    {
        var category = Departments.Leaves[number % Departments.Leaves.Length];
        var brand = category.Department * BrandsOfDepartment + chance.Zipf(BrandsOfDepartment);
        var appeal = 0.8 * chance.Normal();
        // What a shop sells of it follows from how well known it is: it stocks up for a few days of that.
        var daily = options.Users * UnitsPerUser / options.Products * Math.Exp(appeal);
        var reorderPoint = 3 + (int)Math.Ceiling(2 * daily);
        var orderQuantity = 6 + (int)Math.Ceiling(5 * daily);
        var price = Round(category.Price * Math.Exp(0.45 * chance.Normal()));
        return new Product
        {
            Number = number,
            Id = $"product-{number + 1}",
            Category = category,
            Brand = brand,
            MerchantId = $"merchant-{1 + chance.Zipf(options.Merchants)}",
            ListedAt = listedAt,
            IsLaunch = isLaunch,
            Vector = VectorOf(category, brand, chance),
            Quality = chance.Normal(),
            Appeal = appeal,
            Trend = (0.4 * Math.Abs(chance.Normal()), chance.Uniform(20, 90), chance.Uniform(0, 2 * Math.PI)),
            PriceCoefficient = category.PriceCoefficient * Math.Exp(0.25 * chance.Normal()),
            ReorderPoint = reorderPoint,
            OrderQuantity = orderQuantity,
            ReturnRate = 0.06 * Math.Exp(0.5 * chance.Normal()),
            ListPrice = price,
            Price = price,
            LogPrice = Math.Log((double)price / category.Price),
            Stock = reorderPoint + chance.Between(1, orderQuantity),
        };
    }

    /// <summary>A price as shops write it: 4.99 and not 5.03.</summary>
    internal static decimal Round(double price) => Math.Max(1, Math.Round((decimal)price, MidpointRounding.AwayFromZero)) - 0.01m;

    private float[] VectorOf(Category category, int brand, Chance chance)
    {
        var vector = new float[Taste.Length];
        vector[category.Department] = 1;
        var style = vector.AsSpan(Taste.Departments);
        var ofBrand = new Chance(options.Seed, ChanceUse.Brand, brand);
        var length = 0.0;
        foreach (ref var value in style)
        {
            value = (float)(BrandShare * ofBrand.Normal() + (1 - BrandShare) * chance.Normal());
            length += value * value;
        }
        foreach (ref var value in style) value /= (float)Math.Sqrt(length);
        return vector;
    }
}
