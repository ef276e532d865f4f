using System.Globalization;
using System.Text;

namespace SmartKart.EndToEnd.Faults;

/// <summary>
/// A few events in every partition, two days after a history, as a table and its mapping: with its own clock a history's time ends with its last events,
/// and what still waited then would wait for ever.
/// </summary>
internal static class ClosingEvents
{
    // So many that each partition of every topic gets some, the embedded broker's two and many more.
    private const int EachTopic = 40;

    private static readonly string[] Topics = ["clickstream", "cart_updated", "order_placed", "order_status_changed", "payment_processed"];

    /// <summary>What makes events of the rows: a YAML document for each topic.</summary>
    public const string Mapping = """
        topic: clickstream
        where: topic = 'clickstream'
        fields: {occurred_at: at, user_id: name, product_id: {constant: tea}, action: {constant: view}}
        ---
        topic: cart_updated
        where: topic = 'cart_updated'
        fields:
          occurred_at: at
          cart_id: name
          user_id: name
          action: {constant: item_added}
          items:
            - {product_id: {constant: tea}, quantity: one, unit_price: one}
          currency: {constant: GBP}
          subtotal: one
        ---
        topic: order_placed
        where: topic = 'order_placed'
        fields:
          occurred_at: at
          order_id: name
          user_id: name
          lines:
            - {product_id: {constant: tea}, quantity: one, unit_price: one}
          currency: {constant: GBP}
          subtotal: one
          total: one
        ---
        topic: order_status_changed
        where: topic = 'order_status_changed'
        fields: {occurred_at: at, order_id: name, user_id: name, status: {constant: confirmed}, currency: {constant: GBP}}
        ---
        topic: payment_processed
        where: topic = 'payment_processed'
        fields: {occurred_at: at, payment_id: name, order_id: name, user_id: name, status: {constant: declined}, amount: one, currency: {constant: GBP}}
        """;

    /// <summary>The rows, as JSON lines.</summary>
    /// <param name="at">When they all happened.</param>
    public static string Lines(DateTimeOffset at)
    {
        var lines = new StringBuilder();
        foreach (var topic in Topics)
        {
            for (var number = 0; number < EachTopic; number++)
                lines.Append(CultureInfo.InvariantCulture, $$"""{"topic": "{{topic}}", "name": "closer-{{number}}", "one": 1, "at": "{{at:yyyy-MM-ddTHH:mm:ss}}Z"}""").Append('\n');
        }
        return lines.ToString();
    }
}
