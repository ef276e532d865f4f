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
        : this(options.LearningRate, number, options.Beta1, options.Beta2, options.Epsilon)
    {
    }

    /// <param name="rate">How far it goes.</param>
    /// <param name="number">Which step it is, from 1.</param>
    /// <param name="beta1">Decay of the mean; the paper's unless set, and so are the others.</param>
    /// <param name="beta2">Decay of the squares' mean.</param>
    /// <param name="epsilon">Keeps from division by 0.</param>
    public AdamStep(double rate, long number, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        (Beta1, Beta2, Epsilon) = ((float)beta1, (float)beta2, (float)epsilon);
        Rate = (float)(rate / (1 - Math.Pow(beta1, number)));
        Root = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, number)));
    }

    public float Beta1 { get; }

    public float Beta2 { get; }

    public float Epsilon { get; }

    public float Rate { get; }

    public float Root { get; }
}
