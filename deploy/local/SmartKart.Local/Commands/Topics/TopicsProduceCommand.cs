using System.CommandLine;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Records;
using SmartKart.Local.Terminal;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Local.Commands;

/// <summary>Produces a record for each line of stdin or a file: as text, or JSON as Avro by a schema of the registry.</summary>
internal sealed class TopicsProduceCommand : Command, IHasExamples
{
    private readonly Argument<string> _topic = new("topic") { Description = "The topic to write to." };
    private readonly Option<FileInfo?> _file = new("--file") { Description = "The lines; stdin unless given.", HelpName = "path" };
    private readonly Option<string?> _keySeparator = new("--key-separator")
    {
        Description = "What parts a key from the value in each line; without it lines are values.",
        HelpName = "text",
    };
    private readonly Option<string?> _keyField = new("--key-field")
    {
        Description = "The field of an Avro value that is the key where the line gives none; a contract's own unless given.",
        HelpName = "field",
    };
    private readonly Option<string> _format = new("--value-format")
    {
        Description = "text, or avro: JSON by the schema of the topic's subject. Auto is avro with --value-schema and for SmartKart's own topics.",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<FileInfo?> _schema = new("--value-schema")
    {
        Description = "An .avsc file whose schema is registered and used, in place of the subject's latest.",
        HelpName = "path",
    };
    private readonly Option<string?> _nullMarker = new("--null-marker") { Description = "A value that is this text is null: a tombstone.", HelpName = "text" };
    private readonly Option<int?> _partition = new("--partition") { Description = "The partition; by the key unless given.", HelpName = "n" };
    private readonly Option<string[]> _headers = new("--header") { Description = "A header for each record; may be repeated.", HelpName = "name=value" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of a line." };

    public TopicsProduceCommand() : base("produce", "Write a record for each line of stdin or a file. An empty line is skipped.")
    {
        _format.AcceptOnlyFromAmong("auto", "avro", "text");
        foreach (var option in new Option[] { _file, _keySeparator, _keyField, _format, _schema, _nullMarker, _partition, _headers, _json }) Add(option);
        Add(_topic);
        _partition.HoldTo<int>(partition => partition >= 0, "--partition is at least 0.");
        Validators.Add(result =>
        {
            if (result.GetValue(_keySeparator) is "") result.AddError("--key-separator is empty. Leave it out where lines have no keys.");
            if (result.GetValue(_format) == "text" && (result.GetValue(_schema) is not null || result.GetValue(_keyField) is not null))
                result.AddError("Text has no schema and no fields: leave --value-schema and --key-field out, or --value-format text.");
            if (result.GetValue(_headers)?.FirstOrDefault(each => each.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
                result.AddError($"--header is name=value, and '{wrong}' is not.");
        });
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics produce audit --key-separator :", "lines such as ada:hello, until Ctrl-D"),
        new("smartkart topics produce order_placed --file orders.jsonl", "JSON by the contract, keyed by its key"),
        new("smartkart topics produce prices --value-schema price.avsc --key-field product_id", "JSON by a schema of one's own"),
        new("smartkart topics produce audit --file lines.txt --json", "how many were written, for a program to read"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var topic = parsed.GetRequiredValue(_topic);
        // A topic that does not exist would be made by some brokers, with their defaults, by a misspelt name.
        _ = await cluster.Admin.Topics.DescribeAsync(topic, cancel);
        var encoder = await EncoderAsync(cluster, topic, parsed, cancel);
        var file = parsed.GetValue(_file);
        using var lines = file is null ? Console.In : Open(file);
        using var producer = BatchProducer.Open(cluster.Kafka.With("statistics.interval.ms", "0"));
        var producing = new LineProducing(producer, topic, new LineRecords(Rules(parsed), encoder), file?.Name ?? "stdin");
        await producing.RunAsync(lines, cancel);

        if (parsed.GetValue(_json)) JsonOutput.Print(new { topic, producing.Records });
        else Console.WriteLine($"{producing.Records} records written to {topic}");
        return ExitCode.Done;
    }

    private async Task<ValueEncoder> EncoderAsync(ClusterSession cluster, string topic, ParseResult parsed, CancellationToken cancel)
    {
        TopicCatalog.Shipped.TryGet(topic, out var contract);
        var file = parsed.GetValue(_schema);
        var isAvro = parsed.GetValue(_format) switch
        {
            "avro" => true,
            "text" => false,
            _ => file is not null || parsed.GetValue(_keyField) is not null || contract is not null,
        };
        if (!isAvro) return ValueEncoder.Text;

        var keyField = parsed.GetValue(_keyField) ?? contract?.Key;
        var subject = $"{topic}-value"; // Confluent's TopicNameStrategy
        if (file is not null) return await RegisterAsync(cluster, subject, AvroSchema.Parse(await ReadAsync(file, cancel), file: file.Name), keyField, cancel);
        try
        {
            var latest = await cluster.Registry.GetVersionAsync(subject, SubjectVersion.Latest, cancel);
            return ValueEncoder.Avro(latest.Id, await cluster.Registry.ResolveAsync(latest.Text, cancel), keyField);
        }
        catch (SchemaRegistryException fault) when (fault.ErrorCode == RegistryErrorCode.SubjectNotFound)
        {
            // Nobody wrote to it yet: a contract of ours is at hand.
            if (contract is not null) return await RegisterAsync(cluster, subject, EventSchemas.Shipped.Of(contract), keyField, cancel);
            throw new CommandException($"The registry has no subject '{subject}'. Give --value-schema with the .avsc file to register, or --value-format text.", fault);
        }
    }

    private static async Task<ValueEncoder> RegisterAsync(ClusterSession cluster, string subject, AvroSchema schema, string? keyField, CancellationToken cancel) =>
        ValueEncoder.Avro(await cluster.Registry.RegisterAsync(subject, SchemaText.Of(schema), cancel), schema, keyField);

    private LineRules Rules(ParseResult parsed) => new(
        parsed.GetValue(_keySeparator), parsed.GetValue(_nullMarker), parsed.GetValue(_partition) ?? ProducerBatch.AnyPartition,
        [.. (parsed.GetValue(_headers) ?? []).Select(each => each.Split('=', 2)).Select(each => KeyValuePair.Create(each[0], each[1]))]);

    private static StreamReader Open(FileInfo file)
    {
        try
        {
            return file.OpenText();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {fault.Message} --file takes the path of a text.", fault);
        }
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {fault.Message} --value-schema takes the path of an .avsc file.", fault);
        }
    }
}
