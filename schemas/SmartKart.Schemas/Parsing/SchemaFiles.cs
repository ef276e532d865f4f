namespace SmartKart.Schemas;

/// <summary>Schemas that refer to each other across files, in any order.</summary>
public static class SchemaFiles
{
    /// <summary>Reads a set of files, each holding one schema.</summary>
    /// <param name="files">Each file's name, for errors, and its text.</param>
    /// <param name="names">Where the named types are added.</param>
    /// <returns>One schema per file, in the order given.</returns>
    /// <exception cref="SchemaParseException">A text is no schema, or defines what another defines too.</exception>
    public static IReadOnlyList<AvroSchema> Parse(IReadOnlyList<(string File, string Text)> files, SchemaNames? names = null)
    {
        var reading = new Reading(names ?? new SchemaNames());
        return reading.Read([.. files.Select(file => JsonValue.Parse(file.Text, file.File))]);
    }

    /// <summary>One pass over a set of files: a name not yet known is looked up in the file that defines it, and that file read first.</summary>
    internal sealed class Reading(SchemaNames names)
    {
        private readonly Dictionary<string, int> _definedIn = new(StringComparer.Ordinal);
        private AvroSchema?[] _schemas = [];
        private bool[] _begun = [];

        /// <summary>What the specification asks to ignore, though an author meant something by it.</summary>
        public List<SchemaParseException> Ignored { get; } = [];

        public IReadOnlyList<AvroSchema> Read(IReadOnlyList<JsonValue> files)
        {
            _schemas = new AvroSchema?[files.Count];
            _begun = new bool[files.Count];
            for (var i = 0; i < files.Count; i++) Index(files[i], "", i);
            names.DefineMissing = name => _definedIn.TryGetValue(name, out var file) && ReadOne(files, file);
            try
            {
                for (var i = 0; i < files.Count; i++) ReadOne(files, i);
            }
            finally
            {
                names.DefineMissing = null;
            }
            return [.. _schemas.Select(schema => schema!)];     // each was read, or an exception has left this method
        }

        private bool ReadOne(IReadOnlyList<JsonValue> files, int file)
        {
            if (_begun[file]) return false;
            _begun[file] = true;
            var reader = new SchemaReader(names);
            _schemas[file] = reader.Read(files[file]);
            Ignored.AddRange(reader.Ignored);
            return true;
        }

        private void Index(JsonValue json, string space, int file)
        {
            if (json.Kind == JsonKind.Object)
            {
                var inner = space;
                if (json["name"] is { Kind: JsonKind.String } written && json["type"] is { Kind: JsonKind.String, Text: "record" or "error" or "enum" or "fixed" })
                {
                    var name = AvroName.Of(written.Text, json["namespace"]?.Text ?? space);
                    _definedIn[name.FullName] = file;        // defined in two files: reading the second says so
                    inner = name.Namespace;
                }
                foreach (var member in json.Members)
                    if (member.Key is "type" or "fields" or "items" or "values") Index(member.Value, inner, file);
            }
            foreach (var item in json.Items) Index(item, space, file);
        }
    }
}
