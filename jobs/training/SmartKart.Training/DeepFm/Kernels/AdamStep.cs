namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>
/// One step of Adam (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015), its corrections of both means' beginnings folded into
/// two factors: w -= Rate · m / (√v · Root + Epsilon).
/// </summary>
internal readonly struct AdamStep
{
    /// <param name="options">Rate, decays and epsilon.</param>
    /// <param name="number">Which step it is, from 1.</param>
    public AdamStep(DeepFmOptions options, long number)
    {
        (Beta1, Beta2, Epsilon) = ((float)options.Beta1, (float)options.Beta2, (float)options.Epsilon);
        Rate = (float)(options.LearningRate / (1 - Math.Pow(options.Beta1, number)));
        Root = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, number)));
    }

    public float Beta1 { get; }

    public float Beta2 { get; }

    public float Epsilon { get; }

    public float Rate { get; }

    public float Root { get; }
}
