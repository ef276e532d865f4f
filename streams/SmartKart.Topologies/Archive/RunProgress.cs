namespace SmartKart.Topologies.Archive;

/// <summary>Tells how many events there are so far, now and then.</summary>
/// <param name="progress">Is told; null for nobody.</param>
/// <param name="before">Those of runs before this one.</param>
internal sealed class RunProgress(IProgress<long>? progress, long before)
{
    private const int EventsPerReport = 16_384;

    public void Tell(long events)
    {
        if (progress is not null && events % EventsPerReport == 0) progress.Report(before + events);
    }
}
