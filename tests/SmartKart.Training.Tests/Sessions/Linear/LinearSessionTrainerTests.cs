using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Linear;

public sealed class LinearSessionTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const int ItemCount = 9;
    private const double Ridge = 2;
    private const double SourceDecay = 1.5;
    private const double TargetDecay = 0.8;

    /// <summary>With room for every source, the columns are ridge regression over all cuts of all sessions: written out here row by row.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_weights_are_those_of_ridge_regression_over_every_cut(int seed)
    {
        var sessions = MadeUpSessions.Of(seed, sessions: 60, ItemCount);
        var (known, toCome) = Cuts(sessions);
        var model = new LinearSessionTrainer
        {
            Ridge = (float)Ridge, SourceDecay = (float)SourceDecay, TargetDecay = (float)TargetDecay, Sources = ItemCount,
        }.Train(sessions, Stop);
        for (var target = 0; target < ItemCount; target++)
        {
            // A source that never came before a target is out of its equations.
            var sources = Enumerable.Range(0, ItemCount).Where(source => known.Zip(toCome).Any(cut => cut.First[source] * cut.Second[target] > 0)).ToArray();
            var expected = Regress(known, [.. toCome.Select(row => row[target])], sources);
            foreach (var (place, source) in sources.Index())
            {
                var at = model.Links.TargetsOf(source).IndexOf(target);
                model.Links.WeightsOf(source)[at].ShouldBe((float)expected[place], 1e-4f);
            }
        }
    }

    [Fact]
    public void The_same_sessions_give_the_same_weights()
    {
        var sessions = MadeUpSessions.Of(7, 300, 40);
        var (first, second) = (new LinearSessionTrainer { Sources = 5 }.Train(sessions, Stop), new LinearSessionTrainer { Sources = 5 }.Train(sessions, Stop));
        first.Links.LinkCount.ShouldBe(second.Links.LinkCount);
        first.Links.WeightsOf(3).ToArray().ShouldBe(second.Links.WeightsOf(3).ToArray());
    }

    [Fact]
    public void One_session_is_enough_and_none_is_refused()
    {
        new LinearSessionTrainer().Train(SessionSet.Of([[0, 1]], 2), Stop).NewScorer().Score([0])[1].ShouldBeGreaterThan(0);
        Should.Throw<SessionDataException>(() => new LinearSessionTrainer().Train(SessionSet.Of([], 2)));
        Should.Throw<ArgumentOutOfRangeException>(() => new LinearSessionTrainer { Ridge = 0 }.Train(SessionSet.Of([[0, 1]], 2)));
    }

    private static (List<double[]> Known, List<double[]> ToCome) Cuts(SessionSet sessions)
    {
        var (known, toCome) = (new List<double[]>(), new List<double[]>());
        for (var session = 0; session < sessions.Count; session++)
        {
            var items = sessions[session];
            for (var cut = 0; cut < items.Length - 1; cut++)
            {
                var (before, after) = (new double[ItemCount], new double[ItemCount]);
                for (var at = 0; at <= cut; at++) before[items[at]] += Math.Exp(-(cut - at) / SourceDecay);
                for (var at = cut + 1; at < items.Length; at++) after[items[at]] += Math.Exp(-(at - cut - 1) / TargetDecay);
                known.Add(before);
                toCome.Add(after);
            }
        }
        return (known, toCome);
    }

    // (XᵀX + ridge) b = Xᵀy over some columns, by Gauss and Jordan.
    private static double[] Regress(List<double[]> rows, double[] values, int[] columns)
    {
        var size = columns.Length;
        var system = new double[size, size + 1];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++) system[i, j] = rows.Sum(row => row[columns[i]] * row[columns[j]]) + (i == j ? Ridge : 0);
            system[i, size] = rows.Select((row, at) => row[columns[i]] * values[at]).Sum();
        }
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = 0; row < size; row++)
            {
                if (row == pivot) continue;
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= size; column++) system[row, column] -= factor * system[pivot, column];
            }
        }
        return [.. Enumerable.Range(0, size).Select(at => system[at, size] / system[at, at])];
    }
}
