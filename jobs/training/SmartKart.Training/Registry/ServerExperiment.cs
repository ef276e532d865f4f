using SmartKart.Scoring.Registry;

namespace SmartKart.Training.Registry;

/// <summary>An experiment of a tracking server: the runs of one registered model.</summary>
internal static class ServerExperiment
{
    /// <summary>Its id; it is made if it is new.</summary>
    /// <exception cref="RegistryException">The server doesn't say.</exception>
    public static string IdOf(TrackingServer server, string name, CancellationToken cancel)
    {
        if (Find(server, name, cancel) is { } there) return there;
        try
        {
            return server.Post<Created>("experiments/create", $"make the experiment {name}", new { name }, isRepeatable: true, cancel).ExperimentId;
        }
        catch (TrackingServerException fault) when (fault.IsAlreadyThere && Find(server, name, cancel) is { } meanwhile)
        {
            return meanwhile;       // another run made it, or this one by a request whose answer was lost
        }
    }

    private static string? Find(TrackingServer server, string name, CancellationToken cancel)
    {
        try
        {
            return server.Get<Answer>("experiments/get-by-name", $"give the experiment {name}", [("experiment_name", name)], cancel).Experiment.ExperimentId;
        }
        catch (TrackingServerException fault) when (fault.IsNotFound)
        {
            return null;
        }
    }

    private sealed record Created(string ExperimentId);

    private sealed record Answer(Experiment Experiment);

    private sealed record Experiment(string ExperimentId);
}
