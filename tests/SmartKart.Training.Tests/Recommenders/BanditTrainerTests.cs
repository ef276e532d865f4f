using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.OffPolicy;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class BanditTrainerTests
{
    private const long Day = 86_400_000_000;

    [Fact]
    public void What_is_clicked_of_what_is_shown_counts_and_of_late_counts_most()
    {
        var rounds = new List<LoggedRound>();
        void Show(string product, int day, int times, int clicks)
        {
            for (var time = 0; time < times; time++) rounds.Add(new LoggedRound(day * Day + time, "ann", $"{product}{day}-{time}", time % 2, product, 0.5, time < clicks));
        }
        Show("often", 20, times: 400, clicks: 40);
        Show("well", 20, times: 100, clicks: 30);
        Show("once well", 0, times: 100, clicks: 30);
        Show("gone", 20, times: 100, clicks: 90);
        var products = new Catalogue(["never", "often", "once well", "well"]);

        var model = BanditTrainer.Train(LoggedRounds.Of(rounds), products, new ThompsonOptions { BaseRate = 0.05, HalfLife = TimeSpan.FromDays(5) });

        var rates = model.Rates.ToArray();
        rates[0].ShouldBe(0.05f, 1e-6f);
        // Clicked more times, but less of the times that it was shown.
        rates[3].ShouldBeGreaterThan(2 * rates[1]);
        // Four half-lives ago: a sixteenth of it counts. α = 1 + 30 / 16, β = 19 + 70 / 16.
        rates[2].ShouldBe((1 + 30f / 16) / (20 + 100f / 16), 1e-4f);
        var blend = new BlendModel((model, 1), (new PopularityModel(new float[4]), 1));
        var scores = new float[4];
        blend.Score(new UserBatch(-1, [0, 0], []), scores);
        scores.AsSpan().IndexOf(scores.Max()).ShouldBe(3);
    }

    [Fact]
    public void A_place_that_is_seldom_looked_at_says_less_against_what_stands_there()
    {
        LoggedRound[] rounds = [.. Enumerable.Range(0, 100).Select(at => new LoggedRound(at, "ann", $"{at}", at % 2, at % 2 == 0 ? "high" : "low", 0.5, false))];
        var products = new Catalogue(["high", "low"]);

        var rates = BanditTrainer.Train(LoggedRounds.Of(rounds), products, new ThompsonOptions(), place => place == 0 ? 1 : 0.2).Rates.ToArray();

        rates[1].ShouldBeGreaterThan(rates[0]);
        BanditTrainer.Train(LoggedRounds.Of(rounds), products, new ThompsonOptions()).Rates.ToArray().ShouldSatisfyAllConditions(all => all[0].ShouldBe(all[1], 1e-6f));
    }

    [Fact]
    public void Of_a_historys_impressions_it_knows_those_until_the_training_ends()
    {
        var log = InteractionLog.Of([("ann", "cup", 0), ("ann", "tea", Day), ("bob", "cup", 2 * Day), ("bob", "tea", 3 * Day)], 1, 1).With(
            Enumerable.Range(0, 200).Select(at =>
                new Impression(at % 2 == 0 ? Day / 2 : 2 * Day, Item: at % 4 / 2, Position: 0, IsClicked: at % 4 == 0 || at % 2 == 1)));

        float[] Rates(long until) => BanditTrainer.Train(log.InputBetween(0, until), TimeSpan.Zero, priorImpressions: 1, positionBias: 0).Rates.ToArray();

        var (early, late) = (Rates(2 * Day), Rates(3 * Day));
        early[0].ShouldBe((0.5f + 50) / 51, 1e-4f);     // half of a hundred were clicked
        early[1].ShouldBe(0.5f / 51, 1e-4f);
        late[1].ShouldBeGreaterThan(0.4f);      // what was clicked since
        Rates(Day / 2).ShouldAllBe(rate => rate == 0.5f);       // nothing was shown yet
    }
}
