namespace SmartKart.Schemas.Tests.Identity;

/// <summary>The Avro project's own test vectors for canonical forms and fingerprints: <c>avro-schema-tests.txt</c>.</summary>
internal static class SpecificationVectors
{
    private const string Name = "avro-schema-tests.txt";

    private static string File { get; } = Path.Combine(Repository.Root, "..", "shared", "reference", Name);

    /// <summary>One schema and what the Avro project says of it.</summary>
    public sealed record Vector(string Input, string Canonical, long? Fingerprint);

    /// <summary>The vectors; the test is skipped where the file is absent.</summary>
    public static List<Vector> Read()
    {
        if (!System.IO.File.Exists(File)) Assert.Skip($"{Name} of the Avro project is missing from ../shared/reference");
        var vectors = new List<Vector>();
        var lines = new Queue<string>(System.IO.File.ReadAllLines(File));
        while (lines.TryDequeue(out var line))
        {
            if (Value(line, "INPUT", lines) is { } input) vectors.Add(new Vector(input, "", null));
            else if (Value(line, "canonical", lines) is { } canonical) vectors[^1] = vectors[^1] with { Canonical = canonical };
            else if (Value(line, "fingerprint", lines) is { } print) vectors[^1] = vectors[^1] with { Fingerprint = long.Parse(print) };
        }
        return vectors;
    }

    // "<<INPUT text", or "<<INPUT", lines, "INPUT".
    private static string? Value(string line, string key, Queue<string> lines)
    {
        if (!line.StartsWith("<<" + key, StringComparison.Ordinal)) return null;
        var rest = line[(2 + key.Length)..].Trim();
        if (rest.Length > 0) return rest;
        var text = new List<string>();
        while (lines.Dequeue() is var next && next != key) text.Add(next);
        return string.Join('\n', text);
    }
}
