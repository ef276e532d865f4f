using System.Text;
using SmartKart.Kafka;

namespace SmartKart.Local.Records;

/// <summary>How a line of text is made a record.</summary>
/// <param name="KeySeparator">What parts a key from the value; null where lines are values alone.</param>
/// <param name="NullMarker">The text that stands for a value that is null, a tombstone; null where none does.</param>
/// <param name="Partition">Where all records go; by the key unless given.</param>
/// <param name="Headers">What each record is given.</param>
internal sealed record LineRules(string? KeySeparator, string? NullMarker, int Partition, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>Turns lines into the records of a batch.</summary>
/// <param name="rules">How.</param>
/// <param name="encoder">What encodes the values.</param>
internal sealed class LineRecords(LineRules rules, ValueEncoder encoder)
{
    private readonly (byte[] Name, byte[] Value)[] _headers =
        [.. rules.Headers.Select(header => (Encoding.UTF8.GetBytes(header.Key), Encoding.UTF8.GetBytes(header.Value)))];

    /// <summary>Adds one line.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number, from 1, by which a failed delivery is known.</param>
    /// <exception cref="LineFormatException">It is no such record; nothing was added.</exception>
    public void Add(ProducerBatch batch, string line, long number)
    {
        var (key, value) = Split(line);
        if (value == rules.NullMarker)
        {
            if (key is null) throw new LineFormatException("a value of null needs a key, and the line has none. Give one before the separator.");
            batch.Add(Encoding.UTF8.GetBytes(key), default, rules.Partition, tag: number);
        }
        else
        {
            var (encoded, keyOfValue) = encoder.Encode(value);
            if ((key ?? keyOfValue) is { } text) batch.Add(Encoding.UTF8.GetBytes(text), encoded, rules.Partition, tag: number);
            else batch.Add(default, encoded, rules.Partition, tag: number);
        }
        foreach (var (name, header) in _headers) batch.AddHeader(name, header);
    }

    private (string? Key, string Value) Split(string line)
    {
        if (rules.KeySeparator is not { } separator) return (null, line);
        var at = line.IndexOf(separator, StringComparison.Ordinal);
        return at >= 0
            ? (line[..at], line[(at + separator.Length)..])
            : throw new LineFormatException($"there is no '{separator}' between a key and a value. Add it, or leave --key-separator out.");
    }
}

/// <summary>A line that is no record. Its number is the caller's to tell.</summary>
internal sealed class LineFormatException(string message, Exception? cause = null) : Exception(message, cause);
