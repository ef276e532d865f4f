namespace SmartKart.Scoring.Registry;

/// <summary>The section <c>Mlflow</c>: which tracking server holds the models, and how it is asked.</summary>
public sealed record MlflowOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mlflow";

    /// <summary>The server's address, such as <c>http://mlflow.example:5000</c>, with a path where it is below one. Null: models are in a folder.</summary>
    public Uri? TrackingUri { get; init; }

    /// <summary>Sent as a bearer token. Null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Sent with the password where there is no token. Null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The user's.</summary>
    public string? Password { get; init; }

    /// <summary>Where downloaded versions are kept, a folder for each run and version. They may be deleted at any time that nobody reads them.</summary>
    public string CacheDirectory { get; init; } = Path.Combine(".smartkart", "mlflow");

    /// <summary>How long an answer may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a file may take, up or down.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often what may pass (429, 5xx, no answer) is asked again, 0 to 10.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first retry; it doubles.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait, also where the server asks for more.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Models or versions to a page, 1 to 1000, which is MLflow's most for models.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>The address alone: whoever logs it logs no secret.</summary>
    public override string ToString() => $"{TrackingUri}";

    /// <exception cref="RegistryException">A value is none of its key's.</exception>
    internal void Check()
    {
        if (TrackingUri is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new RegistryException(
                $"{Section}:{nameof(TrackingUri)} is '{TrackingUri}', which is no server's address. " +
                "Write it as http://localhost:5000 is.");
        if (TrackingUri.UserInfo.Length > 0)
            throw new RegistryException(
                $"{Section}:{nameof(TrackingUri)} holds credentials, which end up in logs. " +
                $"Set {Section}:{nameof(Username)} and {Section}:{nameof(Password)}.");
        if (Token is not null && Username is not null)
            throw new RegistryException(
                $"{Section}:{nameof(Token)} and {Section}:{nameof(Username)} are both set. " +
                "Remove one: a request carries one credential.");
        if (MaxRetries is < 0 or > 10) throw new RegistryException($"{Section}:{nameof(MaxRetries)} is {MaxRetries}. It is 0 to 10.");
        if (PageSize is < 1 or > 1000) throw new RegistryException($"{Section}:{nameof(PageSize)} is {PageSize}. It is 1 to 1000.");
        if (RequestTimeout <= TimeSpan.Zero || TransferTimeout <= TimeSpan.Zero || RetryDelay < TimeSpan.Zero || MaxRetryDelay < TimeSpan.Zero)
            throw new RegistryException($"{Section} has a timeout or a delay below zero. Write them as 00:00:30 is.");
    }
}
