using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Neural;

/// <summary>What a network is told of each item beside its links. Immutable.</summary>
public sealed class ItemFacts
{
    /// <param name="own">Each item's number among those that have an embedding of their own, from 1; 0 for those that too few users have.</param>
    /// <param name="categories">Each item's category, from 1; 0 where it isn't known.</param>
    /// <param name="brands">Each item's brand, from 1; 0 where it isn't known.</param>
    /// <param name="users">How many users each item has.</param>
    /// <param name="lately">How many of them had it in the last days before the training's end.</param>
    /// <exception cref="ModelException">The arrays don't fit each other.</exception>
    public ItemFacts(ReadOnlyMemory<int> own, ReadOnlyMemory<int> categories, ReadOnlyMemory<int> brands, ReadOnlyMemory<int> users, ReadOnlyMemory<int> lately)
    {
        (Own, Categories, Brands, Users, Lately) = (own, categories, brands, users, lately);
        foreach (var facts in (ReadOnlySpan<ReadOnlyMemory<int>>)[own, categories, brands, users, lately])
        {
            if (facts.Length != own.Length) throw new ModelException($"A network is told of {own.Length} items and of {facts.Length}. Train it again.");
            foreach (var fact in facts.Span)
            {
                if (fact < 0) throw new ModelException($"A network is told {fact} of an item, and no such number is below 0. Train it again.");
            }
        }
        (OwnCount, CategoryCount, BrandCount) = (Count(own), Count(categories), Count(brands));
    }

    /// <summary>Each item's number among those with an embedding of their own, or 0.</summary>
    public ReadOnlyMemory<int> Own { get; }

    /// <summary>Each item's category, or 0.</summary>
    public ReadOnlyMemory<int> Categories { get; }

    /// <summary>Each item's brand, or 0.</summary>
    public ReadOnlyMemory<int> Brands { get; }

    /// <summary>How many users each item has.</summary>
    public ReadOnlyMemory<int> Users { get; }

    /// <summary>How many had it of late.</summary>
    public ReadOnlyMemory<int> Lately { get; }

    /// <summary>How many items.</summary>
    public int Items => Own.Length;

    /// <summary>How many numbers of items there are, 0 among them.</summary>
    public int OwnCount { get; }

    /// <summary>How many categories, 0 among them.</summary>
    public int CategoryCount { get; }

    /// <summary>How many brands, 0 among them.</summary>
    public int BrandCount { get; }

    private static int Count(ReadOnlyMemory<int> numbers)
    {
        var most = 0;
        foreach (var number in numbers.Span) most = Math.Max(most, number);
        return most + 1;
    }
}
