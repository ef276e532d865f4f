namespace SmartKart.Scoring.Registry;

/// <summary>What MLflow's registry answers, as far as it is read here. Empty lists and texts are left out of its JSON.</summary>
internal sealed record RegisteredModelsPage(IReadOnlyList<RegisteredModelBody>? RegisteredModels = null, string? NextPageToken = null);

internal sealed record RegisteredModelAnswer(RegisteredModelBody RegisteredModel);

internal sealed record RegisteredModelBody(string Name, IReadOnlyList<AliasBody>? Aliases = null);

internal sealed record AliasBody(string Alias, int Version);

internal sealed record ModelVersionsPage(IReadOnlyList<ModelVersionBody>? ModelVersions = null, string? NextPageToken = null);

internal sealed record ModelVersionAnswer(ModelVersionBody ModelVersion);

internal sealed record ModelVersionBody(int Version, long CreationTimestamp, string Description = "", string Source = "", string RunId = "");

internal sealed record DownloadUriAnswer(string ArtifactUri);

internal sealed record RunAnswer(RunBody Run);

internal sealed record RunBody(RunData? Data = null);

internal sealed record RunData(IReadOnlyList<MetricBody>? Metrics = null);

internal sealed record MetricBody(string Key, double Value);

/// <summary>An answer that says nothing, or nothing that is read.</summary>
public sealed record EmptyAnswer;
