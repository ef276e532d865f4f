namespace SmartKart.Training.DeepFm;

/// <summary>What one pass over the examples came to.</summary>
/// <param name="Number">From 1.</param>
/// <param name="TrainingLogLoss">The mean log loss of the pass' batches as they were met, without penalties, in nats.</param>
/// <param name="Validation">Of the validation examples after the pass; null without any.</param>
/// <param name="IsBest">Whether its weights are kept so far.</param>
/// <param name="Elapsed">How long the pass took, validation included.</param>
public sealed record DeepFmEpoch(int Number, double TrainingLogLoss, BinaryAccuracy? Validation, bool IsBest, TimeSpan Elapsed);
