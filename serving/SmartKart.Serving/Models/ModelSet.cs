using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Models;

/// <summary>
/// What requests are answered by at an instant: the champion, the candidate that is rolled out beside it, and to whom. Immutable but for what is counted: a
/// request takes one, and sees nothing of what comes after it.
/// </summary>
internal sealed class ModelSet
{
    private readonly Assignment? _assignment;       // null where everybody gets the champion

    /// <param name="champion">Answers; null where there is none yet.</param>
    /// <param name="candidate">Is rolled out; null where none is.</param>
    /// <param name="rollout">How.</param>
    /// <param name="time">By which a canary is compared.</param>
    public ModelSet(ServedModel? champion, ServedModel? candidate, RolloutOptions rollout, TimeProvider time)
    {
        (Champion, Candidate, Rollout) = (champion, candidate, rollout);
        if (candidate is null) return;
        if (rollout.Mode is RolloutMode.Canary or RolloutMode.Ab) _assignment = new Assignment(rollout.Experiment, (rollout.Percent ?? 0) / 100);
        if (rollout.Mode == RolloutMode.Canary) Canary = new Canary(rollout, time);
    }

    /// <summary>Answers whoever the candidate doesn't.</summary>
    public ServedModel? Champion { get; }

    /// <summary>What is rolled out; null where nothing is.</summary>
    public ServedModel? Candidate { get; }

    /// <summary>How.</summary>
    public RolloutOptions Rollout { get; }

    /// <summary>Compares both; null where the candidate is no canary.</summary>
    public Canary? Canary { get; }

    /// <summary>Of 100 visitors how many get the candidate now.</summary>
    public double Percent => _assignment is null ? 0 : Rollout.Percent ?? 0;

    /// <summary>What makes a list beside each answer; null for nothing.</summary>
    public ServedModel? Shadow => Rollout.Mode == RolloutMode.Shadow ? Candidate : null;

    /// <summary>A visitor's place in the experiment; null where there is none, or nobody in particular asks. Hot path: per request.</summary>
    public Arm? ArmOf(string? user, string? session) => _assignment?.Of(user, session);

    /// <summary>Who answers an arm; null where nobody can yet.</summary>
    public ServedModel? ModelOf(Arm? arm) => arm is { Variant: Variant.Candidate } ? Candidate : Champion;

    /// <summary>Whether a model is one of it.</summary>
    public bool Has(ServedModel model) => ReferenceEquals(model, Champion) || ReferenceEquals(model, Candidate);
}
