using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// An answer of <c>jobs.query</c> or <c>jobs.getQueryResults</c>: the state of the query and a page of its rows, whose values stay the JSON's
/// bytes until they are asked for.
/// </summary>
internal sealed class RowPage
{
    private RowPage(ReadOnlyMemory<byte> body) => Body = body;

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The rows' values, one row after the other.</summary>
    public Cell[] Cells { get; private set; } = [];

    public int Rows { get; private set; }

    public bool JobComplete { get; private set; }

    public JobReference? Job { get; private set; }

    /// <summary>Null in an answer that came before the query's end.</summary>
    public IReadOnlyList<BigQueryField>? Schema { get; private set; }

    /// <summary>What the next page is asked for by; null after the last.</summary>
    public string? NextPage { get; private set; }

    public long? TotalRows { get; private set; }

    public long? AffectedRows { get; private set; }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RowPage Parse(ReadOnlyMemory<byte> body)
    {
        var page = new RowPage(body);
        var json = new Utf8JsonReader(body.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("A page of rows is a JSON object, and this is none.");
        try
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName) page.ReadProperty(ref json);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A page of rows has a value of another kind than BigQuery writes.", e);
        }
        if (page.Rows > 0 && page.Cells.Length % page.Rows != 0) throw new JsonException("The rows of a page differ in length.");
        return page;
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "rows" when json.TokenType == JsonTokenType.StartArray:
                (Cells, Rows) = CellIndex.Rows(ref json);
                break;
            case "jobComplete":
                JobComplete = json.GetBoolean();
                break;
            case "jobReference":
                Job = JsonSerializer.Deserialize(ref json, BigQueryJson.Default.JobReference);
                break;
            case "schema":
                Schema = BigQueryField.From(JsonSerializer.Deserialize(ref json, BigQueryJson.Default.SchemaResource)?.Fields);
                break;
            case "pageToken":
                NextPage = json.GetString() is { Length: > 0 } token ? token : null;
                break;
            case "totalRows":
                TotalRows = JsonSerializer.Deserialize(ref json, BigQueryJson.Default.Int64);
                break;
            case "numDmlAffectedRows":
                AffectedRows = JsonSerializer.Deserialize(ref json, BigQueryJson.Default.Int64);
                break;
            default:
                json.Skip();
                break;
        }
    }
}
