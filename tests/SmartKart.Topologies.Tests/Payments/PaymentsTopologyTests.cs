using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Payments;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Payments;

public sealed class PaymentsTopologyTests
{
    private static readonly PaymentsOptions Replay = new() { PaymentPartitions = 1, Timing = PaymentsOptions.Soon with { WallClock = false } };

    [Fact]
    public void A_payment_is_measured_once_by_what_came_strictly_before_it()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Paid("ada", "p1", At("12:00"), 10m, "visa"));
        driver.Pipe(Paid("ada", "p2", At("12:20"), 30m, "amex", PaymentStatus.Declined));
        driver.Pipe(Paid("eve", "p3", At("12:25"), 5m, "amex"));
        driver.Pipe(Paid("ada", "p4", At("12:29"), 20m, "amex"));
        driver.Pipe(Paid("ada", "p5", At("12:29"), 99m, "amex"));         // at the same instant: not before
        driver.Pipe(Paid("ada", "p4", At("12:40"), 20m, "amex", PaymentStatus.Captured));
        TimePasses(driver, At("13:00"));

        var risks = Risks(driver);

        risks.Select(risk => risk.PaymentId).ShouldBe(["p1", "p2", "p3", "p4", "p5"], ignoreOrder: true);
        var risk = risks.Single(one => one.PaymentId == "p4");
        (risk.OrderId, risk.UserId, risk.Amount, risk.Currency, risk.OccurredAt).ShouldBe(("order-p4", "ada", 20m, "GBP", At("12:29")));
        (risk.UserAttempts10m, risk.UserAttempts1h, risk.UserAttempts24h, risk.UserDeclines24h).ShouldBe((1, 2, 2, 1));
        (risk.UserAmount1h, risk.UserAmount24h, risk.UserCards24h, risk.UserDeviation30d).ShouldBe((40m, 40m, 2, null));
        (risk.CardAttempts10m, risk.CardAttempts1h, risk.CardAttempts24h, risk.CardDeclines24h, risk.CardAmount24h, risk.CardUsers24h).ShouldBe((2, 2, 2, 1, 35m, 2));
        (risk.AddressAttempts1h, risk.AddressAttempts24h, risk.AddressUsers24h, risk.AddressCards24h).ShouldBe((3, 3, 2, 2));
    }

    [Fact]
    public void What_is_unknown_of_a_payment_is_not_measured()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Paid("ada", "p1", At("12:00"), 10m, card: null) with { BillingAddressHash = null });
        TimePasses(driver, At("13:00"));

        var risk = Risks(driver).ShouldHaveSingleItem();

        risk.UserAttempts24h.ShouldBe(0);
        (risk.CardAttempts24h, risk.CardUsers24h, risk.AddressAttempts24h, risk.AddressUsers24h).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void The_deviation_is_in_standard_deviations_of_the_users_last_thirty_days()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Paid("ada", "old", Noon.AddDays(-30), 1_000m, "visa")); // just too old
        driver.Pipe(Paid("ada", "p1", Noon.AddDays(-20), 10m, "visa"));
        driver.Pipe(Paid("ada", "p2", Noon.AddDays(-10), 20m, "visa"));
        driver.Pipe(Paid("ada", "p3", Noon.AddDays(-2), 30m, "visa"));
        driver.Pipe(Paid("ada", "p4", Noon.AddDays(-1.5), 500m, "visa") with { Currency = "EUR" });
        driver.Pipe(Paid("ada", "p5", Noon, 50m, "visa"));
        TimePasses(driver, Noon.AddHours(1));

        Risks(driver).Single(risk => risk.PaymentId == "p5").UserDeviation30d.ShouldNotBeNull().ShouldBe(3.0, 1e-12); // mean 20, deviation 10
    }

    [Fact]
    public void An_answer_that_is_sent_again_neither_counts_nor_is_measured_again()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        var paid = Paid("ada", "p1", At("12:00"), 10m, "visa");
        driver.Pipe(paid);
        driver.Pipe(paid);
        driver.Pipe(Paid("ada", "p2", At("12:01"), 10m, "visa"));
        TimePasses(driver, At("13:00"));

        Risks(driver).Select(risk => (risk.PaymentId, risk.UserAttempts24h)).ShouldBe([("p1", 0), ("p2", 1)], ignoreOrder: true);
    }

    [Fact]
    public void By_the_wall_clock_a_payment_is_measured_though_nothing_else_happens()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay with { Timing = PaymentsOptions.Soon }), wallClock: At("12:00"));
        driver.Pipe(Paid("ada", "p1", At("12:00"), 10m, "visa"));
        driver.WaitSeconds(20);

        Risks(driver).ShouldHaveSingleItem().PaymentId.ShouldBe("p1");
    }

    [Fact]
    public void What_was_paid_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-payments-");
        try
        {
            using (var before = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName))
            {
                before.Pipe(Paid("ada", "p1", At("12:00"), 10m, "visa"));
                before.Commit();
            }
            using var after = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName);
            after.Pipe(Paid("ada", "p1", At("12:05"), 10m, "visa", PaymentStatus.Captured)); // not its first answer
            after.Pipe(Paid("ada", "p2", At("12:10"), 10m, "visa"));
            TimePasses(after, At("13:00"));

            Risks(after).Select(risk => (risk.PaymentId, risk.UserAttempts24h)).ShouldBe([("p1", 0), ("p2", 1)], ignoreOrder: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_payment_that_makes_no_sense_is_a_dead_letter_and_counts_nowhere()
    {
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Paid("ada", "p1", At("12:00"), -1m, "visa"));
        driver.Pipe(Paid("ada", "p2", At("12:00"), 1m, new string('x', 300)));
        driver.Pipe(Paid("ada", "p3", At("12:01"), 10m, "visa"));
        TimePasses(driver, At("13:00"));

        driver.CreateOutputTopic<string, byte[]>("dead_letters").Count.ShouldBe(2);
        Risks(driver).ShouldHaveSingleItem().UserAttempts24h.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Risks_of_random_payments_are_those_that_a_loop_finds(int seed)
    {
        var random = new Random(seed);
        var answers = Enumerable.Range(0, 150).Select(number => Paid(
                $"user-{random.Next(4)}", $"p{number % 110}", Noon.AddSeconds(random.Next(40 * 3600)), random.Next(1, 50), random.Next(6) == 0 ? null : $"card-{random.Next(5)}",
                (PaymentStatus)random.Next(1, 7)) with { BillingAddressHash = random.Next(5) == 0 ? null : $"home-{random.Next(3)}", Currency = random.Next(6) == 0 ? "EUR" : "GBP" })
            .OrderBy(answer => answer.OccurredAt.AddSeconds(random.Next(5))).ToList(); // up to the grace out of order
        using var driver = Driver(PaymentsTopology.Build(PlainEventSerdes.Instance, Replay));
        foreach (var answer in answers) driver.Pipe(answer);
        TimePasses(driver, Noon.AddDays(3));

        var expected = NaiveRisk.Of(answers).OrderBy(risk => risk.PaymentId, StringComparer.Ordinal).ToList();
        expected.Exists(risk => risk.Deviation is not null).ShouldBeTrue();
        Risks(driver).Select(Measured.Of).OrderBy(risk => risk.PaymentId, StringComparer.Ordinal).ShouldBe(expected);
    }

    private static PaymentProcessed Paid(string user, string payment, DateTimeOffset at, decimal amount, string? card, PaymentStatus status = PaymentStatus.Authorized) =>
        Payment(user, $"order-{payment}", payment, at, status, amount) with { CardFingerprint = card, BillingAddressHash = "home" };

    /// <summary>Somebody else pays by no card, and those who wait by card and address are told so.</summary>
    private static void TimePasses(TopologyTestDriver driver, DateTimeOffset to)
    {
        driver.Pipe(Payment("nobody", "none", $"p@{to:O}", to, PaymentStatus.Declined));
        driver.WaitSeconds(1);
    }

    private static IReadOnlyList<PaymentRiskMeasured> Risks(TopologyTestDriver driver) =>
        [.. driver.Read<PaymentRiskMeasured>(Topics.PaymentRiskMeasured).Where(risk => risk.UserId != "nobody")];
}
