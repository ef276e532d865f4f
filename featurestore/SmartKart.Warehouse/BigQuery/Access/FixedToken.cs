namespace SmartKart.Warehouse.BigQuery;

/// <summary>The token of the options, or none.</summary>
internal sealed class FixedToken(string? token) : AccessTokens
{
    public override bool MayRenew => false;

    public override ValueTask<string?> GetAsync(string? refused, CancellationToken cancellation) => ValueTask.FromResult(token);

    public override void Dispose() { }
}
