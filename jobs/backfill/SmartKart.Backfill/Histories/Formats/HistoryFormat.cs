using SmartKart.Backfill.Histories.Files;
using SmartKart.Backfill.Histories.Fraud;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Histories.Taobao;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Formats;

/// <summary>A data set that is read as a history by rules of its own, and known by its columns.</summary>
public sealed class HistoryFormat
{
    private readonly Func<IEnumerable<string>, bool> _matches;
    private readonly Func<string, TimeSpan, IHistory> _open;

    private HistoryFormat(
        string name, string description, IEnumerable<string> columns, IEnumerable<RowOutcome> outcomes, Func<IEnumerable<string>, bool> matches,
        Func<string, TimeSpan, IHistory> open)
    {
        (Name, Description, Columns, _matches, _open) = (name, description, [.. columns], matches, open);
        Topics = [.. outcomes.SelectMany(outcome => outcome.Topics).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>UCI Online Retail.</summary>
    public static HistoryFormat OnlineRetail { get; } = new(
        "online-retail", "UCI Online Retail: orders, returns and stock", OnlineRetailFile.ColumnNames, OnlineRetailRules.All, OnlineRetailFile.Matches,
        (path, shift) => new OnlineRetailHistory(path, shift));

    /// <summary>Alibaba's user behavior data.</summary>
    public static HistoryFormat TaobaoBehavior { get; } = new(
        "taobao-behavior", "Taobao's user behavior: views, favourites, carts and purchases", TaobaoFile.ColumnNames, TaobaoRules.All, TaobaoFile.Matches,
        (path, shift) => new TaobaoHistory(path, shift));

    /// <summary>The Fraud Detection Handbook's transactions.</summary>
    public static HistoryFormat FraudTransactions { get; } = new(
        "fraud-transactions", "the Fraud Detection Handbook's card transactions: payments", FraudFile.ColumnNames, FraudRules.All, FraudFile.Matches,
        (path, shift) => new FraudHistory(path, shift));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HistoryFormat> All { get; } = [OnlineRetail, TaobaoBehavior, FraudTransactions];

    /// <summary>What a person calls it, such as <c>online-retail</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Description { get; }

    /// <summary>The columns by which it is known, in any spelling and order, among any others.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The topics that its events may belong to, by name.</summary>
    public IReadOnlyList<string> Topics { get; }

    /// <summary>Opens a file as this history; it is read when its events are.</summary>
    /// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file.</param>
    /// <param name="shift">How much later everything happens than the file says.</param>
    public IHistory Open(string path, TimeSpan shift = default) => _open(path, shift);

    /// <summary>Finds out by its columns which data set a file is.</summary>
    /// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HistoryFormatException">It can't be read, or is none of them; the message names its columns and those that are wanted.</exception>
    public static HistoryFormat Detect(string path, CancellationToken cancellation)
    {
        var file = new TabularFile(path);
        using var engine = new HistoryEngine();
        var columns = file.Columns(engine.Connection, cancellation);
        return All.FirstOrDefault(format => format._matches(columns.Select(column => column.Name))) ?? throw Unknown(file, columns);
    }

    private static HistoryFormatException Unknown(TabularFile file, IReadOnlyList<ColumnVector> columns) => new(file.Path,
        $"its columns are {string.Join(", ", columns.Select(column => column.Name))}, and no history is known by them. "
        + string.Join("; ", All.Select(format => $"{format.Name} has {string.Join(", ", format.Columns)}"))
        + ". Give --mapping with a file that says what becomes of a row.");
}
