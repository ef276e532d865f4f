using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartKart.Local.Terminal;

/// <summary>What <c>--json</c> prints: one indented document with camel-cased names, on stdout, and nothing else there.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A terminal and a pipe are no web page: '<' and accents stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print<T>(T document) => Console.Out.WriteLine(JsonSerializer.Serialize(document, Layout));
}
