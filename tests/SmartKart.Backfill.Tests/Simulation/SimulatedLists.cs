using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Training.OffPolicy;

namespace SmartKart.Backfill.Tests.Simulation;

/// <summary>
/// Lists that the simulator's policy draws and its people click, with what no event tells: the candidates that were dealt to each place, and the probability
/// with which each of them would have been clicked there, the other places being as they were.
/// </summary>
internal sealed class SimulatedLists
{
    private const int Places = Slate.LongestList;

    private readonly List<double[]> _rates = [];        // of each round, one of each candidate

    public SimulatedLists(int lists)
    {
        var shop = new Marketplace(new SimulationOptions { Users = 300, Products = 300, Merchants = 10, Seed = 4 }, default, truth: null);
        shop.Market.Open();
        var rounds = new List<LoggedRound>();
        for (var list = 0; list < lists; list++)
        {
            var (shopper, candidates) = (shop.Population.Any(shop.Chance), new List<Product>());
            while (candidates.Count < LoggingPolicy.CandidatesFor(Places))
                Shelves.Pick(shop.Market.Shelves.Department(shop.Chance.Below(Taste.Departments)), candidates.Count + 1, shop.Chance, candidates);
            var (products, propensities) = shop.Policy.Draw(candidates, Places, shopper.IsPersonal ? shopper : null);
            var clicked = shop.Attention.Choose(shopper, new Slate { ListId = "home", Products = products, Propensities = propensities });
            for (var place = 0; place < Places; place++)
            {
                Product[] dealt = [candidates[place], candidates[place + Places], candidates[place + 2 * Places]];      // shuffled by the draw, and dealt in turn
                rounds.Add(new LoggedRound(list, shopper.Identity.UserId, $"list-{list:D6}", place, products[place].Id, propensities[place], place == clicked)
                {
                    Candidates = [.. dealt.Select(product => product.Id)],
                });
                _rates.Add([.. dealt.Select(product => Rate(shopper, products, place, product))]);
            }
        }
        Rounds = LoggedRounds.Of(rounds);
    }

    public LoggedRounds Rounds { get; }

    /// <summary>The probability of a click on an item at a round's place; the rounds may be the later ones of all.</summary>
    public double Rate(LoggedRounds rounds, int round, int item) => _rates[Rounds.Count - rounds.Count + round][rounds.Candidates(round).IndexOf(item)];

    // Over all that the visitor may have looked at beside it.
    private static double Rate(Shopper shopper, Product[] shown, int place, Product product)
    {
        var own = Math.Exp(Utility.InList(shopper, product));
        double[] weights = [.. shown.Select(other => Math.Exp(Utility.InList(shopper, other)))];
        return Attention.Examination[place] * Over(0, Math.Exp(Utility.OfNoClick) + own);

        double Over(int at, double total)
        {
            if (at == place) at++;
            if (at >= shown.Length) return own / total;
            var looked = Attention.Examination[at];
            return looked * Over(at + 1, total + weights[at]) + (looked < 1 ? (1 - looked) * Over(at + 1, total) : 0);
        }
    }
}
