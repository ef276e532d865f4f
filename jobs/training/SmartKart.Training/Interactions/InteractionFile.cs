using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Interactions;

/// <summary>Reads a data set whose rows are users with items, numbered from 0, each in a part such as train and test: columns user_id, item_id and split.</summary>
public static class InteractionFile
{
    /// <returns>The parts by name, all of the same users and items.</returns>
    /// <exception cref="InteractionException">The file can't be read, lacks the columns, or is empty.</exception>
    public static IReadOnlyDictionary<string, InteractionMatrix> Read(string path, CancellationToken cancel = default)
    {
        if (!File.Exists(path)) throw new InteractionException($"There is no file {path}. Name a Parquet file with the columns user_id, item_id and split.");
        var parts = new Dictionary<string, List<(int User, int Item)>>(StringComparer.Ordinal);
        var (users, items) = (0, 0);
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            using var command = connection.CreateCommand("SELECT user_id::INTEGER, item_id::INTEGER, split::VARCHAR FROM read_parquet($path)");
            command.Parameters.AddWithValue("path", path);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                cancel.ThrowIfCancellationRequested();
                var (user, item, part) = (rows.GetInt32(0), rows.GetInt32(1), rows.GetString(2));
                if (!parts.TryGetValue(part, out var pairs)) parts.Add(part, pairs = []);
                pairs.Add((user, item));
                (users, items) = (Math.Max(users, user + 1), Math.Max(items, item + 1));
            }
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new InteractionException($"{path} can't be read as interactions: {fault.Message} It needs the columns user_id, item_id and split.", fault);
        }
        if (parts.Count == 0) throw new InteractionException($"{path} has no rows: there is nothing to learn from.");
        return parts.ToDictionary(part => part.Key, part => InteractionMatrix.Of(users, items, [.. part.Value]), StringComparer.Ordinal);
    }
}
