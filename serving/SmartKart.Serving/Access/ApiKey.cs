namespace SmartKart.Serving.Access;

/// <summary>A key of the file.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Hash">Of its secret.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="RequestsPerS">How many requests a second it may ask over time.</param>
/// <param name="Burst">How many at once.</param>
/// <param name="Bucket">What is left of them.</param>
internal sealed record ApiKey(string Name, SecretHash Hash, Scope Scopes, double RequestsPerS, int Burst, TokenBucket Bucket)
{
    /// <summary>The same key as the file has it now, with what is left of its requests: a file that is written anew refills nobody's bucket.</summary>
    public ApiKey After(ApiKey? before) =>
        before is not null && before.RequestsPerS.Equals(RequestsPerS) && before.Burst == Burst ? this with { Bucket = before.Bucket } : this;
}
