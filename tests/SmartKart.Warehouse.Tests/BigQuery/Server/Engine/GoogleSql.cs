using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>
/// Turns GoogleSQL into DuckDB's: backquoted names, parameters, texts in double quotes, and the names of types. What the two spell differently
/// beyond that (functions, UNNEST) is not for this server: it is there to run real statements over real tables.
/// </summary>
internal sealed class GoogleSql(string project, string? defaultDataset, JsonArray parameters)
{
    /// <summary>The tables that the text names in backquotes, as dataset.table.</summary>
    public List<string> Tables { get; } = [];

    public string Translate(string sql)
    {
        var text = new StringBuilder();
        for (var at = 0; at < sql.Length;)
        {
            var end = sql[at] switch
            {
                '\'' or '"' or '`' => sql.IndexOf(sql[at], at + 1) + 1,
                '@' => EndOfWord(sql, at + 1),
                var letter when char.IsAsciiLetter(letter) || letter == '_' => EndOfWord(sql, at),
                _ => at + 1,
            };
            if (end == 0) throw new RestFault(400, "invalidQuery", "Syntax error: Unclosed string literal", "query");
            text.Append(Piece(sql[at..end]));
            at = end;
        }
        return text.ToString();
    }

    public static string DuckDbType(string type) => type.ToUpperInvariant() switch
    {
        "INT64" or "INTEGER" => "BIGINT",
        "FLOAT64" or "FLOAT" => "DOUBLE",
        "STRING" or "JSON" or "GEOGRAPHY" or "INTERVAL" => "VARCHAR",
        "BYTES" => "BLOB",
        "NUMERIC" => "DECIMAL(38,9)",
        "BIGNUMERIC" => "DECIMAL(38,18)",
        "BOOL" or "BOOLEAN" => "BOOLEAN",
        "DATETIME" => "TIMESTAMP",
        "TIMESTAMP" => "TIMESTAMPTZ",
        var same => same,
    };

    private string Piece(string piece) => piece[0] switch
    {
        '`' => Name(piece[1..^1]),
        '"' => SqlText.Literal(piece[1..^1]),
        '@' => Parameter(piece[1..]),
        _ => piece switch
        {
            "INT64" or "FLOAT64" or "STRING" or "BYTES" or "NUMERIC" or "BIGNUMERIC" or "BOOL" or "DATETIME" or "TIMESTAMP" => DuckDbType(piece),
            _ => piece,
        },
    };

    private string Name(string name)
    {
        var parts = name.Split('.');
        if (parts.Length == 3)
        {
            if (parts[0] != project) throw RestFault.NotFound($"Project {parts[0]}");
            parts = parts[1..];
        }
        if (parts.Length == 1 && defaultDataset is not null) parts = [defaultDataset, parts[0]];
        if (parts.Length == 2) Tables.Add(string.Join('.', parts));
        return string.Join('.', parts.Select(SqlText.Identifier));
    }

    private string Parameter(string name)
    {
        var parameter = parameters.FirstOrDefault(parameter => ((string?)parameter!["name"])!.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new RestFault(400, "invalidQuery", $"Query parameter '{name}' not found", "query");
        return Value(parameter["parameterType"]!, parameter["parameterValue"]!);
    }

    private static string Value(JsonNode type, JsonNode value) => (string?)type["type"] switch
    {
        "ARRAY" => $"CAST([{string.Join(", ", (value["arrayValues"] as JsonArray ?? []).Select(element => Value(type["arrayType"]!, element!)))}] " +
            $"AS {DuckDbType((string)type["arrayType"]!["type"]!)}[])",
        "STRUCT" => $"{{{string.Join(", ", type["structTypes"]!.AsArray().Select(field =>
            $"{SqlText.Literal((string)field!["name"]!)}: {Value(field["type"]!, value["structValues"]![(string)field["name"]!]!)}"))}}}",
        "BYTES" => $"from_base64({Text(value)})",
        var scalar => $"CAST({Text(value)} AS {DuckDbType(scalar!)})",
    };

    private static string Text(JsonNode value) => (string?)value["value"] is { } text ? SqlText.Literal(text) : "NULL";

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && (char.IsAsciiLetterOrDigit(sql[at]) || sql[at] == '_')) at++;
        return at;
    }

    internal static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
