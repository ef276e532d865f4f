namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>The units of <c>date_trunc</c> and <c>date_diff</c>. A week begins on Monday.</summary>
internal enum TimeUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
