namespace SmartKart.Scoring.Onnx;

/// <summary>How a model is run.</summary>
public sealed record OnnxOptions
{
    /// <summary>Threads of one run, at least 1. A server answers many requests at once, so one each serves it best.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether to score on the first NVIDIA GPU where the library and the machine can; <see cref="OnnxModel.WhyNotCuda"/> says why if not.</summary>
    public bool UseCuda { get; init; } = true;

    /// <summary>The library's file, or null to look for it as <see cref="OnnxModel"/> says.</summary>
    public string? LibraryPath { get; init; }
}
