namespace SmartKart.Training.DeepFm;

/// <summary>What training came to.</summary>
/// <param name="Model">With the weights of the best pass; the caller disposes it.</param>
/// <param name="Epochs">Each pass, in order.</param>
/// <param name="Best">The one that the model is of: that of the least validation log loss, or the last where there are no validation examples.</param>
public sealed record DeepFmResult(DeepFmModel Model, IReadOnlyList<DeepFmEpoch> Epochs, DeepFmEpoch Best);
