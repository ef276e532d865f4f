namespace SmartKart.Serving.Products;

/// <summary>A product, as <c>product_upserted</c> told of it last.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">Its title.</param>
/// <param name="CategoryId">Its most specific category; null where it has none.</param>
/// <param name="MerchantId">Who sells it.</param>
/// <param name="Price">Of one unit.</param>
/// <param name="Currency">Of the price, as ISO 4217 has it.</param>
/// <param name="ImageUrl">Its picture; null for none.</param>
/// <param name="IsSold">Whether it may be bought, stock permitting.</param>
internal sealed record ShelfProduct(
    string Id, string Name, string? CategoryId, string MerchantId, decimal Price, string Currency, string? ImageUrl, bool IsSold);
