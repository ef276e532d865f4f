using SmartKart.Scoring.Recommenders;

namespace SmartKart.Training.OffPolicy;

/// <summary>
/// What a policy put where, with which probability, and what came of it: what other policies are judged by. By column, in the order of time. Immutable.
/// </summary>
public sealed class LoggedRounds
{
    private readonly long[] _at;
    private readonly int[] _users, _lists, _positions, _items, _candidates, _candidateStarts;
    private readonly double[] _propensities, _clicks;
    private readonly string[] _userNames;

    private LoggedRounds(LoggedRound[] rounds, Catalogue products)
    {
        Products = products;
        _at = [.. rounds.Select(round => round.At)];
        (_users, _userNames) = Numbered(rounds.Select(round => round.User));
        (_lists, _) = Numbered(rounds.Select(round => round.List));
        _positions = [.. rounds.Select(round => round.Position)];
        _items = [.. rounds.Select(round => products.ItemOf(round.Product))];
        _propensities = [.. rounds.Select(round => round.Propensity)];
        _clicks = [.. rounds.Select(round => round.Clicked ? 1.0 : 0)];
        _candidates = [.. rounds.SelectMany(round => round.Candidates ?? []).Select(products.ItemOf)];
        _candidateStarts = new int[rounds.Length + 1];
        for (var at = 0; at < rounds.Length; at++) _candidateStarts[at + 1] = _candidateStarts[at] + (rounds[at].Candidates?.Count ?? 0);
    }

    private LoggedRounds(LoggedRounds whole, Range part)
    {
        (Products, _userNames, _candidates) = (whole.Products, whole._userNames, whole._candidates);
        (_at, _users, _lists, _positions, _items) = (whole._at[part], whole._users[part], whole._lists[part], whole._positions[part], whole._items[part]);
        (_propensities, _clicks) = (whole._propensities[part], whole._clicks[part]);
        var (from, count) = part.GetOffsetAndLength(whole.Count);
        _candidateStarts = whole._candidateStarts[from..(from + count + 1)];
    }

    /// <summary>The products, by their number.</summary>
    public Catalogue Products { get; }

    /// <summary>How many rounds.</summary>
    public int Count => _at.Length;

    /// <summary>How many users the history has, those of other parts included.</summary>
    public int Users => _userNames.Length;

    /// <summary>When each was, in microseconds since 1970; ascending.</summary>
    public ReadOnlySpan<long> At => _at;

    /// <summary>Whom each was shown to, 0 to <see cref="Users"/> less one.</summary>
    public ReadOnlySpan<int> UserOf => _users;

    /// <summary>Which list each is of. The same number is the same list.</summary>
    public ReadOnlySpan<int> Lists => _lists;

    /// <summary>Its place in the list, from 0.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>What was put there.</summary>
    public ReadOnlySpan<int> Items => _items;

    /// <summary>With which probability, above 0 to 1.</summary>
    public ReadOnlySpan<double> Propensities => _propensities;

    /// <summary>1 where it was clicked, else 0.</summary>
    public ReadOnlySpan<double> Clicks => _clicks;

    /// <summary>Whether the log says of every round what else could have been put there.</summary>
    public bool HasCandidates => Enumerable.Range(0, Count).All(round => _candidateStarts[round + 1] > _candidateStarts[round]);

    /// <summary>A user's name.</summary>
    public string NameOf(int user) => _userNames[user];

    /// <summary>What could have been put there; empty where the log doesn't say.</summary>
    public ReadOnlySpan<int> Candidates(int round) => _candidates.AsSpan(_candidateStarts[round].._candidateStarts[round + 1]);

    /// <param name="rounds">In any order.</param>
    /// <exception cref="OffPolicyException">There are none, or one can't have been logged so.</exception>
    public static LoggedRounds Of(IReadOnlyCollection<LoggedRound> rounds)
    {
        if (rounds.Count == 0)
            throw new OffPolicyException("There are no logged rounds to judge a policy by. Log impressions with their propensity, or name a longer history.");
        foreach (var round in rounds) Check(round);
        var products = rounds.Select(round => round.Product).Concat(rounds.SelectMany(round => round.Candidates ?? [])).Distinct().Order(StringComparer.Ordinal);
        var ordered = rounds.OrderBy(round => round.At).ThenBy(round => round.List, StringComparer.Ordinal).ThenBy(round => round.Position);
        return new LoggedRounds([.. ordered], new Catalogue(products));
    }

    /// <summary>
    /// Those before and those from an instant on, at which a share of the time has passed: what learns from the first is judged by the second. Users, products
    /// and lists keep their numbers.
    /// </summary>
    /// <param name="share">Of the time that is before, above 0 and below 1.</param>
    /// <exception cref="OffPolicyException">All are on one side.</exception>
    public (LoggedRounds Before, LoggedRounds From) SplitByTime(double share)
    {
        if (!(share is > 0 and < 1)) throw new OffPolicyException($"The share of the time to learn from is {share}, and must be above 0 and below 1.");
        var instant = _at[0] + (long)((_at[^1] - _at[0]) * share);
        var cut = _at.AsSpan().IndexOfAnyExceptInRange(long.MinValue, instant);
        if (cut <= 0)
            throw new OffPolicyException($"All {Count:N0} rounds are before {instant} microseconds, {share:P0} of their time. " +
                "Name a longer history, or another share.");
        return (new LoggedRounds(this, ..cut), new LoggedRounds(this, cut..));
    }

    private static void Check(LoggedRound round)
    {
        var place = $"place {round.Position} of the list {round.List}";
        if (!(round.Propensity is > 0 and <= 1))
            throw new OffPolicyException(
                $"The product {round.Product} at {place} has the propensity {round.Propensity}, and only above 0 to 1 can be. " +
                "Log the probability with which the policy put it there.");
        if (round.Position < 0) throw new OffPolicyException($"The product {round.Product} stands at {place}. Count places from 0.");
        if (round.Candidates is not { } candidates) return;
        if (!candidates.Contains(round.Product))
            throw new OffPolicyException($"The product {round.Product} at {place} isn't among its {candidates.Count} candidates. Log those that the policy chose from.");
        if (candidates.Distinct().Count() < candidates.Count) throw new OffPolicyException($"A candidate for {place} is there twice. Log each once.");
    }

    private static (int[] Numbers, string[] Names) Numbered(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] numbered = [.. names.Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
        return (numbered, [.. numbers.Keys]);
    }
}
