namespace SmartKart.Schemas.Catalogue;

/// <summary>The names of the topics of <c>schemas/topics.yaml</c>, for code that means one of them.</summary>
public static class Topics
{
    /// <summary>What visitors see and do in the shop.</summary>
    public const string Clickstream = "clickstream";

    /// <summary>Carts, whole, after each change.</summary>
    public const string CartUpdated = "cart_updated";

    /// <summary>Movements of stock, by product and warehouse.</summary>
    public const string InventoryUpdated = "inventory_updated";

    /// <summary>Orders with their lines, as customers placed them.</summary>
    public const string OrderPlaced = "order_placed";

    /// <summary>What becomes of orders, to delivery, cancellation or return.</summary>
    public const string OrderStatusChanged = "order_status_changed";

    /// <summary>Answers of payment providers, chargebacks included.</summary>
    public const string PaymentProcessed = "payment_processed";

    /// <summary>The product catalogue, as a table; the last record of a product is the product.</summary>
    public const string ProductUpserted = "product_upserted";

    /// <summary>Ratings and reviews of products.</summary>
    public const string ProductReviewed = "product_reviewed";

    /// <summary>Carts left alone with something in them.</summary>
    public const string CartAbandoned = "cart_abandoned";

    /// <summary>Visits that ended, with their path and outcome.</summary>
    public const string SessionClosed = "session_closed";

    /// <summary>Orders without payments, payments without orders, and what was paid twice.</summary>
    public const string OrderAnomalyDetected = "order_anomaly_detected";

    /// <summary>Products that ran low, or out, in a warehouse.</summary>
    public const string StockLevelCrossed = "stock_level_crossed";

    /// <summary>What the user, the card and the address of each payment did before it.</summary>
    public const string PaymentRiskMeasured = "payment_risk_measured";

    /// <summary>How likely each payment is to be fraud, and what to do.</summary>
    public const string FraudScored = "fraud_scored";

    /// <summary>Demand forecasts, by product, from each run.</summary>
    public const string ForecastPublished = "forecast_published";

    /// <summary>Features and models that left the range of their baseline.</summary>
    public const string DriftDetected = "drift_detected";

    /// <summary>Records that a program could not use, whole, with the reason.</summary>
    public const string DeadLetters = "dead_letters";
}
