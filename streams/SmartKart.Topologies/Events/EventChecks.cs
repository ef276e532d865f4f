using System.Collections.Immutable;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Events;

/// <summary>What every topology asks of an event before it keeps anything of it. Hot path: per record.</summary>
internal static class EventChecks
{
    /// <summary>What an id may have of characters: far more than any shop's, far less than would burden a key.</summary>
    public const int MaxIdLength = 256;

    /// <summary>The event, unless the record has none.</summary>
    public static T Present<T>(T? value, string topic) where T : class => value ?? throw UnusableEventException.WithoutValue(topic);

    /// <summary>An id that can be part of a key.</summary>
    public static void Id(string id, string topic, string field)
    {
        if (id.Length is 0 or > MaxIdLength) throw UnusableEventException.BadId(topic, field, id.Length);
    }

    /// <summary>An id that may be missing, but not be empty.</summary>
    public static void OptionalId(string? id, string topic, string field)
    {
        if (id is not null) Id(id, topic, field);
    }

    /// <summary>An answer about a payment whose money is not negative.</summary>
    public static void Amount(PaymentProcessed answer)
    {
        if (answer.Amount < 0)
            throw UnusableEventException.BadValue(
                Topics.PaymentProcessed, $"the amount {answer.Amount} in the payment '{answer.PaymentId}'",
                "Amounts are 0 or more; the status says which way.");
    }

    /// <summary>Lines that count at least one unit each.</summary>
    public static void Lines(ImmutableArray<LineItem> lines, string topic)
    {
        foreach (var line in lines)
        {
            Id(line.ProductId, topic, "product_id");
            if (line.Quantity < 1)
                throw UnusableEventException.BadValue(
                    topic, $"a line with a quantity of {line.Quantity} of the product '{line.ProductId}'", "Quantities are 1 or more.");
        }
    }
}
