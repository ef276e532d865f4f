using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Histories.Fraud;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay.Runs;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Histories.Fraud;

public sealed class FraudHistoryTests : IDisposable
{
    private readonly TableFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_transaction_becomes_a_captured_payment_by_card_without_a_currency()
    {
        var read = Read("5, TIMESTAMP '2018-04-01 00:00:31', 596, 3156, 57.16");

        var payment = (PaymentProcessed)read.Events.Single();
        (payment.PaymentId, payment.OrderId, payment.UserId, payment.MerchantId).ShouldBe(("5", "5", "596", "3156"));
        (payment.Status, payment.Method, payment.Amount, payment.Currency).ShouldBe((PaymentStatus.Captured, PaymentMethod.Card, 57.16m, "XXX"));
        payment.OccurredAt.ShouldBe(new DateTimeOffset(2018, 4, 1, 0, 0, 31, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("10.5", "payment", "10.5")]
    [InlineData("0", "zero_amount", "0")]
    [InlineData("10.125", "fraction_of_a_cent", "10.125")]
    [InlineData("10.12345", "rounded_amount", "10.1235")]
    [InlineData("0.1::DOUBLE + 0.2::DOUBLE", "binary_fraction", "0.3")]
    public void Each_amount_has_its_rule(string amount, string rule, string kept)
    {
        var read = Read($"5, TIMESTAMP '2018-04-01 00:00:31', 596, 3156, ({amount})::DOUBLE");

        read.Account.ByOutcome.Single().Key.Name.ShouldBe(rule);
        ((PaymentProcessed)read.Events.Single()).Amount.ShouldBe(decimal.Parse(kept, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("-1::DOUBLE", "negative_amount")]
    [InlineData("'nan'::DOUBLE", "unreadable")]
    [InlineData("NULL::DOUBLE", "unreadable")]
    [InlineData("1e300::DOUBLE", "unreadable")]
    public void An_amount_that_is_no_payments_is_rejected(string amount, string rule)
    {
        var read = Read($"5, TIMESTAMP '2018-04-01 00:00:31', 596, 3156, {amount}");

        read.Events.ShouldBeEmpty();
        read.Account.ByOutcome.Single().Key.Name.ShouldBe(rule);
    }

    [Fact]
    public void All_of_the_whole_data_set_becomes_payments()
    {
        var source = ReplaySource.OfDataSet(SharedData.File("fraud_transactions.parquet"), format: null, TestContext.Current.CancellationToken);
        var account = new RowAccount();

        var run = DryRun.Read(source, new ReplayOptions(), account, progress: null, TimeProvider.System, TestContext.Current.CancellationToken);

        (source.Format, account.Rows, account.Rejected, run.Sent).ShouldBe(("fraud-transactions", 1_754_155L, 0L, 1_754_155L));
        account[FraudRules.ZeroAmount].ShouldBe(42);
        account[FraudRules.BinaryFraction].ShouldBe(1_214);
        account[FraudRules.Payment].ShouldBe(1_754_155 - 42 - 1_214);
        run.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        TestContext.Current.TestOutputHelper?.WriteLine($"{run.Sent / run.Elapsed.TotalSeconds:N0} events/s; {string.Join(", ", account.ByOutcome.Select(each => $"{each.Key.Name} {each.Value}"))}");
    }

    private Recorder Read(string row) => Recorder.Of(new FraudHistory(_folder.Parquet("fraud.parquet",
        $"""SELECT * FROM (VALUES ({row})) AS t(transaction_id, "at", customer_id, terminal_id, amount)""")));
}
