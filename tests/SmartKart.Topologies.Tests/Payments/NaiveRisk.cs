using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Tests.Payments;

/// <summary>The risk of each payment, by looking at all attempts for each.</summary>
internal static class NaiveRisk
{
    /// <param name="answers">The answers, those of one payment as they came.</param>
    public static IEnumerable<Measured> Of(IReadOnlyList<PaymentProcessed> answers)
    {
        var seen = new HashSet<string>();
        var attempts = new List<(PaymentProcessed Answer, bool IsFirst)>();
        foreach (var answer in answers)
        {
            var isFirst = seen.Add(answer.PaymentId);
            if (isFirst || answer.Status is PaymentStatus.Authorized or PaymentStatus.Declined or PaymentStatus.Failed) attempts.Add((answer, isFirst));
        }
        foreach (var (payment, isFirst) in attempts)
        {
            if (!isFirst) continue;
            IEnumerable<PaymentProcessed> Within(double hours, Func<PaymentProcessed, bool> of) => attempts.Select(attempt => attempt.Answer)
                .Where(one => of(one) && one.OccurredAt < payment.OccurredAt && one.OccurredAt > payment.OccurredAt.AddHours(-hours));
            bool OfUser(PaymentProcessed one) => one.UserId == payment.UserId;
            bool OfCard(PaymentProcessed one) => one.CardFingerprint == payment.CardFingerprint;
            bool OfAddress(PaymentProcessed one) => one.BillingAddressHash == payment.BillingAddressHash;
            var hasCard = payment.CardFingerprint is not null;
            var hasAddress = payment.BillingAddressHash is not null;
            var amounts = Within(24 * 30, OfUser).Where(one => one.Currency == payment.Currency).Select(one => (double)one.Amount).ToList();
            var mean = amounts.DefaultIfEmpty().Average();
            var deviation = Math.Sqrt(amounts.Sum(amount => (amount - mean) * (amount - mean)) / (amounts.Count - 1));

            yield return new Measured(
                payment.PaymentId,
                Within(1 / 6.0, OfUser).Count(), Within(1, OfUser).Count(), Within(24, OfUser).Count(), Within(24, OfUser).Count(IsRefused),
                Within(24, OfUser).Where(one => one.Currency == payment.Currency).Sum(one => one.Amount),
                Within(24, OfUser).Select(one => one.CardFingerprint).OfType<string>().Distinct().Count(),
                amounts.Count >= 3 && deviation > 0 ? Math.Round(((double)payment.Amount - mean) / deviation, 6) : null,
                hasCard ? Within(24, OfCard).Count() : null, hasCard ? Within(24, OfCard).Select(one => one.UserId).Distinct().Count() : null,
                hasAddress ? Within(24, OfAddress).Count() : null, hasAddress ? Within(24, OfAddress).Select(one => one.UserId).Distinct().Count() : null);
        }
    }

    private static bool IsRefused(PaymentProcessed answer) => answer.Status is PaymentStatus.Declined or PaymentStatus.Failed;
}

/// <summary>What is compared of a risk.</summary>
internal sealed record Measured(
    string PaymentId, int User10m, int User1h, int User24h, int Declines, decimal Amount24h, int Cards, double? Deviation, int? Card24h, int? CardUsers, int? Address24h, int? AddressUsers)
{
    public static Measured Of(PaymentRiskMeasured risk) => new(
        risk.PaymentId, risk.UserAttempts10m, risk.UserAttempts1h, risk.UserAttempts24h, risk.UserDeclines24h, risk.UserAmount24h, risk.UserCards24h,
        risk.UserDeviation30d is { } deviation ? Math.Round(deviation, 6) : null, risk.CardAttempts24h, risk.CardUsers24h, risk.AddressAttempts24h, risk.AddressUsers24h);
}
