namespace SmartKart.Warehouse.BigQuery;

/// <summary>A job's labels: the client's, and its own, which win.</summary>
internal static class JobLabels
{
    public static IReadOnlyDictionary<string, string>? Join(IReadOnlyDictionary<string, string> clients, IReadOnlyDictionary<string, string> own)
    {
        if (clients.Count + own.Count == 0) return null;
        var all = new Dictionary<string, string>(clients);
        foreach (var (name, value) in own) all[name] = value;
        return all;
    }
}
