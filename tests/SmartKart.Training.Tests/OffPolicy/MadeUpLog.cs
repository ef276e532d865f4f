using SmartKart.Training.OffPolicy;

namespace SmartKart.Training.Tests.OffPolicy;

/// <summary>
/// A made-up shop of which all is known: users of three kinds, lists of two places, six candidates of twelve products for each place, a logging policy by a
/// softmax of what it believes, and rates of clicks by kind, product and place.
/// </summary>
internal sealed class MadeUpLog
{
    public const int Products = 12, Candidates = 6, Kinds = 3, Places = 2;

    private readonly double[,] _rates = new double[Kinds, Products];
    private readonly double[] _beliefs = new double[Products];

    public MadeUpLog(int lists, int seed)
    {
        var shop = new Random(17);       // the shop is always the same; who comes and what they do is the seed's
        for (var product = 0; product < Products; product++)
        {
            _beliefs[product] = 1.2 * shop.NextDouble();
            for (var kind = 0; kind < Kinds; kind++) _rates[kind, product] = 0.02 + 0.3 * shop.NextDouble() * shop.NextDouble();
        }
        var random = new Random(seed);
        var rounds = new List<LoggedRound>();
        for (var list = 0; list < lists; list++)
        {
            var kind = random.Next(Kinds);
            for (var place = 0; place < Places; place++)
            {
                int[] candidates = [.. Enumerable.Range(0, Products).OrderBy(_ => random.Next()).Take(Candidates)];
                double[] weights = [.. candidates.Select(product => Math.Exp(_beliefs[product]))];
                var (at, drawn) = (0, random.NextDouble() * weights.Sum());
                while (drawn > weights[at]) drawn -= weights[at++];
                rounds.Add(new LoggedRound(
                    list * 1_000_000L, $"kind{kind}-{list % 50}", $"list{list:D6}", place, Name(candidates[at]), weights[at] / weights.Sum(),
                    random.NextDouble() < Rate(kind, place, candidates[at])) { Candidates = [.. candidates.Select(Name)] });
            }
        }
        Rounds = LoggedRounds.Of(rounds);
    }

    public LoggedRounds Rounds { get; }

    /// <summary>The true probability of a click.</summary>
    public double Rate(LoggedRounds rounds, int round, int item) => Rate(rounds.NameOf(rounds.UserOf[round])[4] - '0', rounds.Positions[round], item);

    /// <summary>What a policy is truly worth a round, on the rounds' own users and candidates.</summary>
    public double Truth(Func<LoggedRounds, int, double[]> choose)
    {
        var sum = 0.0;
        for (var round = 0; round < Rounds.Count; round++)
        {
            var (probabilities, candidates) = (choose(Rounds, round), Rounds.Candidates(round).ToArray());
            sum += candidates.Zip(probabilities).Sum(each => each.Second * Rate(Rounds, round, each.First));
        }
        return sum / Rounds.Count;
    }

    /// <summary>A policy that the log wasn't made by: mostly the candidate with the greatest number.</summary>
    public static double[] Late(LoggedRounds rounds, int round)
    {
        var candidates = rounds.Candidates(round).ToArray();
        return [.. candidates.Select(item => item == candidates.Max() ? 0.7 : 0.3 / (candidates.Length - 1))];
    }

    /// <summary>What such a policy is judged by, with what a model expects.</summary>
    public OffPolicySample Sample(Func<LoggedRounds, int, double[]> choose, Func<LoggedRounds, int, int, double> expected, Func<double, double>? logged = null)
    {
        var (target, shown, policy) = (new double[Rounds.Count], new double[Rounds.Count], new double[Rounds.Count]);
        for (var round = 0; round < Rounds.Count; round++)
        {
            var (probabilities, candidates) = (choose(Rounds, round), Rounds.Candidates(round).ToArray());
            target[round] = probabilities[Array.IndexOf(candidates, Rounds.Items[round])];
            shown[round] = expected(Rounds, round, Rounds.Items[round]);
            policy[round] = candidates.Zip(probabilities).Sum(each => each.Second * expected(Rounds, round, each.First));
        }
        double[] propensities = [.. Rounds.Propensities.ToArray().Select(propensity => logged is null ? propensity : logged(propensity))];
        return new OffPolicySample(Rounds.Clicks.ToArray(), propensities, target) { ExpectedOfShown = shown, ExpectedOfPolicy = policy, Groups = Rounds.Lists.ToArray() };
    }

    // Catalogues are in the order of names, so an item's number is its product's.
    private static string Name(int product) => $"product{product:D2}";

    private double Rate(int kind, int place, int product) => _rates[kind, product] * (place == 0 ? 1 : 0.6);
}
