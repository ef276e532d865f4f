using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving;

/// <summary>How serving runs: the section <c>Serving</c>.</summary>
public sealed record ServingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Serving";

    /// <summary>The port unless another is given.</summary>
    public const int UsualPort = 8080;

    /// <summary>The address that it listens at; loopback unless told otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>The registered model whose champion recommends.</summary>
    public string Model { get; init; } = "shop_recommender";

    /// <summary>A file of the keys that are let in, YAML or JSON; null where everybody is. A path that isn't rooted is of the working directory.</summary>
    public string? KeysFile { get; init; }

    /// <summary>What becomes of the model's candidate, where <see cref="RolloutFile"/> says nothing.</summary>
    public RolloutOptions Rollout { get; init; } = new();

    /// <summary>
    /// A file of the rollout, YAML or JSON, that is followed: what it says holds in place of <see cref="Rollout"/> for as long as it is there. Null for none.
    /// A path that isn't rooted is of the working directory.
    /// </summary>
    public string? RolloutFile { get; init; }

    /// <summary>The largest body of a request, in bytes.</summary>
    public long BodyBytesMax { get; init; } = 1 << 20;
}
