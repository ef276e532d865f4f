using SmartKart.Prometheus.Endpoints;
using SmartKart.Prometheus.Pages;

namespace SmartKart.Local.Workers;

/// <summary>What a worker measures, as it told when it was asked.</summary>
/// <param name="Worker">Which.</param>
/// <param name="Page">Its page; null where it gave none.</param>
/// <param name="Fault">Why it gave none.</param>
internal sealed record WorkerPage(WorkerEndpoints Worker, MetricsPage? Page, string? Fault);

/// <summary>Asks the workers over a data directory for what they measure.</summary>
internal static class WorkerPages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks all of them at once.</summary>
    public static async Task<IReadOnlyList<WorkerPage>> ReadAsync(string dataDirectory, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Patience };
        return await Task.WhenAll(WorkerFile.ReadAll(dataDirectory).Select(worker => ReadAsync(http, worker, cancel)));
    }

    private static async Task<WorkerPage> ReadAsync(HttpClient http, WorkerEndpoints worker, CancellationToken cancel)
    {
        try
        {
            return new WorkerPage(worker, MetricsPage.Read(await http.GetStringAsync(new Uri(worker.Metrics, MetricsEndpoint.Route), cancel)), null);
        }
        catch (Exception fault) when (fault is HttpRequestException or FormatException || (fault is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return new WorkerPage(worker, null, fault.Message);
        }
    }
}
