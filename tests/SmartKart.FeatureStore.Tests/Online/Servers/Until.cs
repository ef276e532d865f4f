using System.Diagnostics;

namespace SmartKart.FeatureStore.Tests.Online.Servers;

/// <summary>Awaits what another process does in its own time.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience, what);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
