using System.Text;

namespace SmartKart.Backfill.Histories;

/// <summary>Tells UTF-8 from Latin-1 by reading the file: text with accents or pound signs in Latin-1 is hardly ever valid UTF-8.</summary>
internal static class CsvEncoding
{
    private const int BlockChars = 64 * 1024;

    /// <summary>DuckDB's name of the encoding: <c>utf-8</c> or <c>latin-1</c>.</summary>
    internal static string Of(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        var block = new char[BlockChars];
        try
        {
            while (reader.Read(block) > 0) { }
            return "utf-8";
        }
        catch (DecoderFallbackException)
        {
            return "latin-1"; // every byte is a character of it
        }
    }
}
