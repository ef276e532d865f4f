using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Sessions;

/// <summary>Sessions to train on, and later ones to judge by.</summary>
/// <param name="Train">What is trained on.</param>
/// <param name="Test">What is judged by. Items that <paramref name="Train"/> lacks are <see cref="SessionSet.Unknown"/> there.</param>
/// <param name="ItemIds">By item: its number in the source.</param>
public sealed record SessionSplit(SessionSet Train, SessionSet Test, IReadOnlyList<int> ItemIds)
{
    /// <summary>
    /// Reads a Parquet file with the columns session_id and position and item_id (whole numbers) and split ('train' or 'test'). A larger
    /// session_id is a newer session.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="SessionDataException">The file cannot be read so, or has no session to train on.</exception>
    public static SessionSplit Read(string path, CancellationToken cancellation = default)
    {
        var (train, test) = (new Rows(), new Rows());
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            using var command = connection.CreateCommand("""
                SELECT session_id::INTEGER, item_id::INTEGER, split = 'test'
                FROM read_parquet($path)
                ORDER BY session_id, position
                """);
            command.Parameters.AddWithValue("path", path);
            using var result = command.ExecuteChunks(cancellation);
            while (result.TryReadChunk(out var chunk))
            {
                var (sessions, items, tests) = (chunk.Column(0), chunk.Column(1), chunk.Column(2));
                for (var row = 0; row < chunk.RowCount; row++)
                    (tests.Boolean(row) ? test : train).Add(sessions.Int32(row), items.Int32(row));
            }
        }
        catch (WarehouseException fault)
        {
            throw new SessionDataException($"The sessions of {path} cannot be read: {fault.Message}", fault);
        }
        if (train.Items.Count == 0) throw SessionDataException.NothingToTrainOn($"a model of {path}");
        return Number(train, test);
    }

    // The most clicked first; of equals the one with the lower number in the source.
    private static SessionSplit Number(Rows train, Rows test)
    {
        var clicks = new Dictionary<int, int>();
        foreach (var item in train.Items) clicks[item] = clicks.GetValueOrDefault(item) + 1;
        int[] ids = [.. clicks.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key)];
        var numbers = new Dictionary<int, int>();
        for (var number = 0; number < ids.Length; number++) numbers[ids[number]] = number;
        return new SessionSplit(train.ToSet(numbers), test.ToSet(numbers), ids);
    }

    private sealed class Rows
    {
        private readonly List<int> _starts = [];
        private int _last;

        public List<int> Items { get; } = [];

        public void Add(int session, int item)
        {
            if (_starts.Count == 0 || session != _last) _starts.Add(Items.Count);
            _last = session;
            Items.Add(item);
        }

        public SessionSet ToSet(Dictionary<int, int> numbers) => new(
            [.. _starts, Items.Count], [.. Items.Select(item => numbers.GetValueOrDefault(item, SessionSet.Unknown))], numbers.Count);
    }
}
