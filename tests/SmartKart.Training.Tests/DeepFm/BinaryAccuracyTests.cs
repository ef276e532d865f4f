using FsCheck;
using FsCheck.Fluent;
using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm;

public sealed class BinaryAccuracyTests
{
    [Fact]
    public void Log_loss_is_the_mean_surprise_in_nats() =>
        BinaryAccuracy.Of([0.9f, 0.2f], [1, 0]).LogLoss.ShouldBe(-(Math.Log(0.9) + Math.Log(0.8)) / 2, 1e-7);

    [Fact]
    public void A_sure_mistake_costs_much_and_not_infinitely_much() => BinaryAccuracy.Of([1f, 0f], [0, 1]).LogLoss.ShouldBe(-Math.Log(1e-7), 1e-6);

    [Fact]
    public void Auc_of_one_class_is_none() => BinaryAccuracy.Of([0.3f, 0.4f], [1, 1]).Auc.ShouldBeNull();

    // Few distinct scores, so that ties are common.
    [Fact]
    public void Auc_is_the_share_of_pairs_in_the_right_order_with_ties_half() =>
        Check.QuickThrowOnFailure(Prop.ForAll<(byte Score, bool IsOne)[]>(examples =>
    {
        float[] scores = [.. examples.Select(example => example.Score % 8 / 8f)];
        float[] labels = [.. examples.Select(example => example.IsOne ? 1f : 0f)];
        if (scores.Length == 0) return true;
        var pairs = from one in Enumerable.Range(0, scores.Length)
                    where labels[one] > 0
                    from zero in Enumerable.Range(0, scores.Length)
                    where labels[zero] == 0
                    select scores[one] > scores[zero] ? 1 : scores[one] == scores[zero] ? 0.5 : 0;
        double? expected = pairs.Any() ? pairs.Average() : null;
        var auc = BinaryAccuracy.Of([.. scores], labels).Auc;
        return auc is null ? expected is null : Math.Abs(auc.Value - expected!.Value) < 1e-12;
    }));
}
