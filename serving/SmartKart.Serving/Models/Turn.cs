using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Models;

/// <summary>What answers a request: a model that is held open, out of a set. Whoever has it leaves it.</summary>
/// <param name="Set">All that there was as the request came.</param>
/// <param name="Model">What answers; null where nothing can yet.</param>
/// <param name="Arm">The visitor's place in an experiment; null outside one.</param>
internal readonly record struct Turn(ModelSet Set, ServedModel? Model, Arm? Arm)
{
    /// <summary>Whose list it is to be.</summary>
    public Variant Variant => Arm?.Variant ?? Variant.Champion;

    /// <summary>Lets go of the model.</summary>
    public void Leave() => Model?.Leave();
}
