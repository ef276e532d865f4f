using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>Where a value lies in a page of JSON.</summary>
/// <param name="Start">Its first byte, within the quotes of a text.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Form">How it is written.</param>
internal readonly record struct Cell(int Start, int Length, CellForm Form)
{
    /// <summary>Reads past the value that the reader stands on.</summary>
    /// <param name="json">Over the whole page, so that places are the page's.</param>
    public static Cell Read(ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.String:
                return new Cell(start + 1, json.ValueSpan.Length, json.ValueIsEscaped ? CellForm.EscapedText : CellForm.Text);
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                json.Skip();
                return new Cell(start, (int)json.BytesConsumed - start, CellForm.Nested);
            default:        // BigQuery writes texts, but a number or a truth value reads the same
                return new Cell(start, json.ValueSpan.Length, CellForm.Text);
        }
    }
}

/// <summary>How a value is written.</summary>
internal enum CellForm : byte
{
    /// <summary>Not at all.</summary>
    Null,
    /// <summary>As it is.</summary>
    Text,
    /// <summary>With JSON's escapes.</summary>
    EscapedText,
    /// <summary>As an array's elements or a STRUCT's fields.</summary>
    Nested,
}
