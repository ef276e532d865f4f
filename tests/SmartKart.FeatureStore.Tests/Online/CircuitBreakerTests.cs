using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Reading;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>Closed, open, half-open, on a clock in hand.</summary>
public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan BreakFor = TimeSpan.FromMilliseconds(500);
    private static readonly OnlineStoreException Fault = new OnlineStoreTimeoutException("redis:1", TimeSpan.FromMilliseconds(50), "ReadTimeout");

    private readonly Ticking _clock = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker("redis:1", 3, BreakFor, _clock, NullLogger.Instance);

    [Fact]
    public void Failures_that_a_success_interrupts_open_nothing()
    {
        for (var i = 0; i < 10; i++)
        {
            Fail(2);
            _breaker.Enter();
            _breaker.Succeed();
        }
    }

    [Fact]
    public void Failures_in_a_row_open_it_for_a_while()
    {
        Fail(3);
        var refused = Should.Throw<OnlineStoreUnavailableException>(_breaker.Enter);
        refused.RetryAfter.ShouldBe(BreakFor);
        refused.InnerException.ShouldBe(Fault);
        _clock.Pass(BreakFor - TimeSpan.FromMilliseconds(1));
        Should.Throw<OnlineStoreUnavailableException>(_breaker.Enter).RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void After_that_one_call_is_let_through_to_see()
    {
        Fail(3);
        _clock.Pass(BreakFor);
        _breaker.Enter();
        Should.Throw<OnlineStoreUnavailableException>(_breaker.Enter);
        _breaker.Succeed();
        _breaker.Enter();
        _breaker.Enter();
    }

    [Fact]
    public void If_it_fails_the_circuit_stays_open_as_long_again()
    {
        Fail(3);
        _clock.Pass(BreakFor);
        Fail(1);
        Should.Throw<OnlineStoreUnavailableException>(_breaker.Enter).RetryAfter.ShouldBe(BreakFor);
        _clock.Pass(BreakFor);
        _breaker.Enter();
    }

    [Fact]
    public void If_it_is_cancelled_the_next_call_is_let_through()
    {
        Fail(3);
        _clock.Pass(BreakFor);
        _breaker.Enter();
        _breaker.Abandon();
        _breaker.Enter();
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Enter();
            _breaker.Fail(Fault);
        }
    }

    private sealed class Ticking : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
