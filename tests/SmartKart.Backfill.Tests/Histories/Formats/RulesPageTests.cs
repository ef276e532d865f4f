using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Fraud;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Histories.Taobao;

namespace SmartKart.Backfill.Tests.Histories.Formats;

public sealed class RulesPageTests
{
    [Fact]
    public void The_README_has_exactly_the_rules_of_every_data_set_in_the_order_in_which_they_are_tried() =>
        File.ReadLines(Path.Combine(Repository.Root, "jobs/backfill/SmartKart.Backfill/README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ShouldBe(OnlineRetailRules.All.Concat(TaobaoRules.All).Concat(FraudRules.All).Select(outcome => $"| `{outcome.Name}` | {outcome.Rule} | {Becomes(outcome)} |"));

    private static string Becomes(RowOutcome outcome) => outcome.IsRejected ? "rejected" : string.Join(", ", outcome.Topics.Select(topic => $"`{topic}`"));
}
