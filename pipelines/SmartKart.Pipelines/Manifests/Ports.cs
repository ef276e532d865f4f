namespace SmartKart.Pipelines.Manifests;

/// <summary>A parameter that a template takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its value where nobody gives one; null where somebody must.</param>
/// <param name="Enum">The only values that it may have; empty for any.</param>
public sealed record InputParameter(string Name, SourceText? Default, IReadOnlyList<string> Enum);

/// <summary>A file or folder that a template takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where the container finds it; null in a DAG or steps, which only pass it on.</param>
/// <param name="Raw">Its content where the manifest itself has it.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
public sealed record InputArtifact(string Name, SourceText? Path, SourceText? Raw, bool IsOptional);

/// <summary>A parameter that a template gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The file in the container that holds it; null in a DAG or steps.</param>
/// <param name="From">The task's output that it is, in a DAG or steps.</param>
/// <param name="Default">Its value where there is neither.</param>
public sealed record OutputParameter(string Name, SourceText? Path, SourceText? From, SourceText? Default);

/// <summary>A file or folder that a template gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where the container leaves it; null in a DAG or steps.</param>
/// <param name="From">The task's artifact that it is, in a DAG or steps.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
public sealed record OutputArtifact(string Name, SourceText? Path, SourceText? From, bool IsOptional);

/// <summary>An artifact handed to a task: another's, or text.</summary>
public sealed record ArtifactArgument(string Name, SourceText? From, SourceText? Raw);
