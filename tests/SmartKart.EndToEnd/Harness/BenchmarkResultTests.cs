using System.Text.Json;
using SmartKart.Benchmarks.Harness;

namespace SmartKart.EndToEnd.Harness;

public sealed class BenchmarkResultTests
{
    private static readonly Machine Machine = new("Some CPU", 2, 1L << 34, "Debian", ".NET 10", 256);

    [Fact]
    public void A_result_has_the_benchmark_its_metrics_and_the_machine()
    {
        var result = BenchmarkResult.Of(new OneMetric(), new Dictionary<string, double> { ["encode_per_s"] = 12.5 }, Machine);

        var document = JsonSerializer.SerializeToElement(result.ToDocument(), JsonSerializerOptions.Web);
        document.GetProperty("bench").GetString().ShouldBe("one");
        document.GetProperty("metrics").GetProperty("encode_per_s").GetDouble().ShouldBe(12.5);
        document.GetProperty("machine").GetProperty("cores").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("decode_per_s", 1, "encode_per_s was declared and not measured; decode_per_s was measured and not declared")]
    [InlineData("encode_per_s", double.NaN, "encode_per_s is NaN")]
    public void A_benchmark_is_held_to_the_metrics_that_it_declared(string name, double value, string fault) =>
        Should.Throw<InvalidOperationException>(() => BenchmarkResult.Of(new OneMetric(), new Dictionary<string, double> { [name] = value }, Machine))
            .Message.ShouldContain(fault);

    [Fact]
    public void A_target_is_a_bound_from_below_or_above_and_no_number_keeps_none()
    {
        Target.AtLeast(5).IsMetBy(5).ShouldBeTrue();
        Target.AtLeast(5).IsMetBy(4.9).ShouldBeFalse();
        Target.AtMost(1.5).IsMetBy(1.5).ShouldBeTrue();
        Target.AtMost(1.5).IsMetBy(1.6).ShouldBeFalse();
        Target.AtMost(1.5).IsMetBy(double.NaN).ShouldBeFalse();
        Target.AtLeast(5_000_000).ToString().ShouldBe("≥ 5,000,000");
    }

    [Fact]
    public void A_processor_is_named_as_it_names_itself()
    {
        Machine.ModelName(["processor\t: 0", "model name\t: Fast CPU: 9000", "model name\t: Other"]).ShouldBe("Fast CPU: 9000");
        Machine.ModelName(["processor\t: 0"]).ShouldBeNull();
    }

    private sealed class OneMetric : IBenchmark
    {
        public string Name => "one";

        public string Description => "One metric.";

        public IReadOnlyList<Metric> Metrics { get; } = [new("encode_per_s", "{message}/s", "messages")];

        public Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel) => throw new NotSupportedException("It is never run.");
    }
}
