using SmartKart.Scoring.Registry;

namespace SmartKart.Training.Registry;

/// <summary>
/// A training run as MLflow has it: what it was told, what it measured, and what it made, in the folder (<see cref="FolderRun"/>) or at the tracking server
/// (<see cref="ServerRun"/>) of a registry. Disposed without having been finished, it failed.
/// </summary>
public interface ITrackedRun : IDisposable
{
    /// <summary>The run's id: 32 hexadecimal digits.</summary>
    string Id { get; }

    /// <summary>The folder on this machine for what it makes.</summary>
    string Artifacts { get; }

    /// <summary>Where a folder of its artifacts is for the registry.</summary>
    /// <param name="folder">Below <see cref="Artifacts"/>.</param>
    string SourceOf(string folder);

    /// <summary>Notes what the run was told.</summary>
    void Parameter(string name, string value);

    /// <summary>Notes what the run found.</summary>
    void Metric(string name, double value);

    /// <summary>Notes what else there is to say.</summary>
    void Tag(string name, string value);

    /// <summary>The run did what it was to do: all that it noted and made is kept.</summary>
    /// <exception cref="RegistryException">The tracking server doesn't take it.</exception>
    void Finish(CancellationToken cancel = default);

    /// <summary>It didn't, after all.</summary>
    void Fail();

    /// <summary>Begins a run.</summary>
    /// <param name="registry">Where its model will be registered.</param>
    /// <param name="experiment">What it is a run of: the registered model's name.</param>
    /// <param name="clock">Tells when.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RegistryException">The tracking server doesn't take it.</exception>
    static ITrackedRun Begin(IModelRegistry registry, string experiment, TimeProvider clock, CancellationToken cancel = default) => registry switch
    {
        MlflowRegistry mlflow => ServerRun.Begin(mlflow.Server, experiment, clock, cancel),
        _ => FolderRun.Begin(registry.Location, experiment, clock),
    };
}
