using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Payments;

/// <summary>
/// Payments, by user, by card and by address → how each of them paid before, joined by payment → <c>payment_risk_measured</c>, one for each
/// payment.
/// </summary>
/// <remarks>
/// <para>A payment is measured at its first answer, by the attempts strictly before it: the first answers of payments, and all that authorize,
/// decline or fail. A window of 10 minutes is what is less than 10 minutes before. Of one user, card or address the latest
/// <see cref="PaymentsOptions.MaxAttempts"/> count, and the mean is that of the user's last 30 days.</para>
/// <para>It is measured once every partition of <c>payment_processed</c> has been read past it, and the grace: so the record depends on the
/// payments alone, not on which partition was read faster. A payment that is later than the grace is measured too, by what is still known,
/// and counts for those after it that are not measured yet. A partition in which nothing happens goes by the wall clock, unless
/// <see cref="TimingOptions.WallClock"/> is off. What must be known while a customer waits is asked of the online features instead.</para>
/// </remarks>
public static class PaymentsTopology
{
    private const string Parts = "payments-parts-by-order";

    /// <param name="serdes">Read and write the events.</param>
    /// <param name="options">How payments are measured; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, PaymentsOptions? options = null)
    {
        options = (options ?? new PaymentsOptions()).Checked();
        var builder = new StreamBuilder();
        builder.AddStateStore(AttemptPicker.Store(options));
        builder.AddStateStore(RiskJoin.StateStore());

        var attempts = builder.Events<PaymentProcessed>(serdes, Topics.PaymentProcessed, answer => answer.OccurredAt)
            .MapValues(PaymentAttempt.Checked)
            .Process(() => new AttemptPicker(), "payments-picker", AttemptPicker.StoreNames);
        By(Payer.User, attempts, builder, options)
            .Merge(By(Payer.Card, attempts, builder, options))
            .Merge(By(Payer.Address, attempts, builder, options))
            .Repartition(new Repartitioned<string, Velocity> { Name = Parts, KeySerde = Serdes.String(), ValueSerde = VelocitySerde.Instance })
            .Process(() => new RiskJoin(), "payments-join", RiskJoin.Store)
            .To(Topics.PaymentRiskMeasured, Produced.With(Serdes.String(), serdes.SerdeOf<PaymentRiskMeasured>(Topics.PaymentRiskMeasured)));
        return builder.Build();
    }

    private static IKStream<string, Velocity> By(Payer payer, IKStream<string, PaymentAttempt> attempts, StreamBuilder builder, PaymentsOptions options)
    {
        foreach (var store in VelocityMeter.StateStores(payer)) builder.AddStateStore(store);
        var name = VelocityMeter.Name(payer);
        return attempts
            .Process(
                () => new WatermarkSender<PaymentAttempt>(Topics.PaymentProcessed, attempt => IdOf(payer, attempt), options.PaymentPartitions, options.Timing),
                $"{name}-sender")
            .Repartition(new Repartitioned<string, Watermarked<PaymentAttempt>>
            {
                Name = name,
                KeySerde = Serdes.String(),
                ValueSerde = new WatermarkedSerde<PaymentAttempt>(PaymentAttemptSerde.Instance),
                Partitioner = Watermarked<PaymentAttempt>.PartitionOf,
            })
            .Process(() => new VelocityMeter(payer, options), $"{name}-meter", VelocityMeter.StoreNames(payer));
    }

    private static string? IdOf(Payer payer, PaymentAttempt attempt) => payer switch
    {
        _ when !attempt.IsAttempt => null,
        Payer.User => attempt.UserId,
        Payer.Card => attempt.Card,
        _ => attempt.Address,
    };
}
