using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Products;
using SmartKart.Serving.Ranking;

namespace SmartKart.Serving.Models;

/// <summary>Opens versions of a model with all that requests need of them, and closes them.</summary>
internal sealed class ModelOpener(IModelRegistry registry, DefinitionSet definitions, ProductShelf shelf, SharedFeatureReader features)
{
    /// <summary>Opens a version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="isReadFirst">Whether its ranker's features are read before it answers: not where nothing else does.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Exception">It can't be used: <see cref="IsRefusal"/>.</exception>
    public async Task<ServedModel> OpenAsync(ModelVersion version, bool isReadFirst, CancellationToken cancel)
    {
        var opened = Open(version, cancel);
        shelf.Attach(opened.Shelf);
        if (isReadFirst) await features.ReadAllAsync(opened, cancel);
        return opened;
    }

    /// <summary>Lets go of a version. It is closed when its last request has ended.</summary>
    public void Close(ServedModel model)
    {
        shelf.Detach(model.Shelf);
        model.Leave();
    }

    /// <summary>Whether a fault is of the version, and not of the program.</summary>
    public static bool IsRefusal(Exception fault) =>
        fault is ScoringException or ServingException or UnknownDefinitionException or IOException or UnauthorizedAccessException;

    private ServedModel Open(ModelVersion version, CancellationToken cancel)
    {
        var artifact = RecommenderArtifact.Open(registry.ArtifactsOf(version, cancel));
        try
        {
            return new ServedModel(version, artifact, definitions, shelf);
        }
        catch
        {
            artifact.Dispose();
            throw;
        }
    }
}
