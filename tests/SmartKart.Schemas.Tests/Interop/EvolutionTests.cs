namespace SmartKart.Schemas.Tests.Interop;

/// <summary>Data of one schema read as another: ours and theirs, value by value; where they refuse a value, so do we.</summary>
public class EvolutionTests
{
    private const int Seed = 815;
    private const int Values = 40;
    private const int VersionsPerRecord = 4;

    [Fact]
    public void Avsc_resolves_every_kind_of_change_as_we_do() => Compare(Peer.Avsc, Pairs(Peer.Avsc));

    [Fact]
    public void Python_resolves_every_kind_of_change_as_we_do() => Compare(Peer.Python, Pairs(Peer.Python));

    [Fact]
    public void Avsc_resolves_random_changes_of_every_record_as_we_do() =>
        // Into a union, avsc takes the first branch that bytes can be promoted to, where the logical types tell the branches of Unions
        // apart; and it refuses a default of a record that implies one of bytes, as Defaults may have it.
        Compare(Peer.Avsc, Random(new SchemaEvolution(Seed)).Where(pair => pair.Writer.FullName is not ("smartkart.tests.Unions" or "smartkart.tests.Defaults")));

    [Fact]
    public void Python_resolves_random_changes_of_every_record_as_we_do() => Compare(Peer.Python, Random(new SchemaEvolution(Seed, forPython: true)));

    [Fact]
    public void A_generated_codec_reads_older_and_newer_data_as_the_generic_reader_does()
    {
        var random = new RandomValues(Seed);
        foreach (var (name, writer, reader) in Random(new SchemaEvolution(Seed)))
        {
            // The other way round: the record's own schema reads, and the changed one has written.
            var codec = Codec.Named(writer.FullName);
            SchemaResolution resolution;
            try
            {
                resolution = SchemaResolution.Between(reader, codec.Schema);
            }
            catch (SchemaResolutionException)
            {
                continue;       // a field without a default was dropped, or a number made larger
            }
            for (var i = 0; i < Values; i++)
            {
                var bytes = GenericWriter.Encode(reader, random.Record(reader));
                var generic = Outcome(() => GenericWriter.Encode(codec.Schema, GenericReader.Decode(resolution, bytes)));
                var generated = Outcome(() => codec.Encode(codec.Decode(reader, bytes)));
                generated.ShouldBe(generic, $"{name}: {Convert.ToHexString(bytes)}");
            }
        }
    }

    [Theory]
    [InlineData("""["bytes","string"]""", "text")]
    [InlineData("""["double","long","int"]""", 7)]
    public void A_union_that_stays_keeps_its_branches_where_another_field_changes(string union, object value)
    {
        var writer = (RecordSchema)AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{"name":"u","type":{{union}}},{"name":"a","type":"int"}]}""");
        var reader = AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{"name":"u","type":{{union}}}]}""");
        var bytes = GenericWriter.Encode(writer, new GenericRecord(writer) { ["u"] = value, ["a"] = 1 });
        ((GenericRecord)GenericReader.Decode(SchemaResolution.Between(writer, reader), bytes)!)["u"].ShouldBe(value);
    }

    private static IEnumerable<(string Name, RecordSchema Writer, RecordSchema Reader)> Pairs(Peer peer) =>
        EvolutionPair.All.Where(pair => !pair.Beyond.Contains(peer.Name, StringComparison.Ordinal)).Select(pair => (pair.Name, pair.Writer, pair.Reader));

    private static List<(string Name, RecordSchema Writer, RecordSchema Reader)> Random(SchemaEvolution evolution) =>
        [.. Codec.All.SelectMany(codec => Enumerable.Range(0, VersionsPerRecord).Select(i => ($"version {i} of {codec.Schema.FullName}", codec.Schema, evolution.Next(codec.Schema))))];

    private static void Compare(Peer peer, IEnumerable<(string Name, RecordSchema Writer, RecordSchema Reader)> pairs)
    {
        var random = new RandomValues(Seed, anyNaN: false);
        var list = pairs.ToList();
        var jobs = list.Select(pair => PeerJob.Resolve(pair.Writer, pair.Reader, [.. Enumerable.Range(0, Values).Select(_ => GenericWriter.Encode(pair.Writer, random.Record(pair.Writer)))])).ToList();
        foreach (var ((pair, job), answers) in list.Zip(jobs).Zip(peer.Run(jobs)))
        {
            answers.Count.ShouldBe(job.Messages.Count, $"{pair.Name}: {answers.Select(answer => answer.Refusal).FirstOrDefault()} {pair.Reader}");
            var resolution = SchemaResolution.Between(pair.Writer, pair.Reader);
            foreach (var (message, answer) in job.Messages.Zip(answers))
            {
                var says = $"{pair.Name}, {Convert.ToHexString(message)}; {peer} says {answer.Refusal ?? Convert.ToHexString(answer.Bytes)}; {pair.Reader}";
                if (answer.Refusal is null) GenericReader.Decode(resolution, message).ShouldBe(GenericReader.Decode(pair.Reader, answer.Bytes), says);
                else Should.Throw<AvroDataException>(() => GenericReader.Decode(resolution, message), says);
            }
        }
    }

    private static string Outcome(Func<byte[]> read)
    {
        try
        {
            return Convert.ToHexString(read());
        }
        catch (AvroDataException e)
        {
            return e.Message;
        }
    }
}
