using SmartKart.Serving.Access;

namespace SmartKart.Serving.Tests.Access;

/// <summary>How many requests a key may ask, and when it may ask again.</summary>
public sealed class TokenBucketTests
{
    private readonly SetTime _time = new();

    [Fact]
    public void A_bucket_gives_a_burst_at_once_and_then_a_token_each_time_it_is_due()
    {
        var bucket = new TokenBucket(perSecond: 4, burst: 3, _time);
        Take(bucket, 5).ShouldBe([true, true, true, false, false]);
        bucket.TryTake(out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMilliseconds(250));
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Take(bucket, 1).ShouldBe([false]);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Take(bucket, 2).ShouldBe([true, false]);
    }

    [Fact]
    public void A_bucket_that_rests_is_full_again_and_never_fuller()
    {
        var bucket = new TokenBucket(perSecond: 4, burst: 3, _time);
        Take(bucket, 3);
        _time.Advance(TimeSpan.FromHours(1));
        Take(bucket, 4).ShouldBe([true, true, true, false]);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(3, 2)]
    [InlineData(1_000_000, 1)]
    [InlineData(250, 1_000_000)]
    public void Over_a_long_time_the_rate_is_held_to_a_token(double perSecond, int burst)
    {
        var bucket = new TokenBucket(perSecond, burst, _time);
        var (taken, steps, seconds) = (0, 20_000, 200);
        for (var step = 0; step < steps; step++)
        {
            for (var tries = 0; tries < 3 && bucket.TryTake(out _); tries++) taken++;
            _time.Advance(TimeSpan.FromSeconds((double)seconds / steps));
        }
        taken.ShouldBeInRange(1, (int)(burst + (perSecond * seconds)) + 1);
        if (perSecond < 100) taken.ShouldBeGreaterThanOrEqualTo((int)(burst + (perSecond * seconds)) - 1);
    }

    [Fact]
    public void Many_at_once_get_no_more_than_there_is()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 1_000, _time);
        var taken = 0;
        Parallel.For(0, 4_000, _ =>
        {
            if (bucket.TryTake(out TimeSpan _)) Interlocked.Increment(ref taken);
        });
        taken.ShouldBe(1_000);
    }

    [Fact]
    public void A_request_costs_no_allocation()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 1_000_000, _time);
        const string Secret = "sk_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        _ = bucket.TryTake(out _) && SecretHash.Of(Secret) is not null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var request = 0; request < 1_000; request++) _ = bucket.TryTake(out _) && SecretHash.Of(Secret) is not null;
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static bool[] Take(TokenBucket bucket, int times) => [.. Enumerable.Range(0, times).Select(_ => bucket.TryTake(out TimeSpan _))];
}
