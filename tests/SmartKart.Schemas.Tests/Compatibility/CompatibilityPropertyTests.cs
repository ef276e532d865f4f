namespace SmartKart.Schemas.Tests.Compatibility;

/// <summary>The verdict against those who know: resolution itself, and python-avro.</summary>
public sealed class CompatibilityPropertyTests : IDisposable
{
    private const int Seed = 20261121;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Whatever_is_compatible_resolves_for_every_value()
    {
        var random = new Random(Seed);
        var compatible = SchemaPairs.Of(Seed, 2_000).Where(pair => SchemaCompatibility.CanRead(pair.Reader, pair.Writer)).ToList();

        compatible.Count.ShouldBeInRange(400, 1_600);       // both verdicts are well represented
        foreach (var (reader, writer) in compatible)
        {
            var resolution = SchemaResolution.Between(writer, reader);
            for (var i = 0; i < 5; i++)
                Should.NotThrow(() => GenericReader.Decode(resolution, RandomData.Of(writer, random)), $"{writer} read as {reader}");
        }
    }

    [Fact]
    public void Whatever_does_not_resolve_is_incompatible()
    {
        var unresolved = 0;
        foreach (var (reader, writer) in SchemaPairs.Of(Seed + 1, 2_000))
        {
            try
            {
                SchemaResolution.Between(writer, reader);
            }
            catch (SchemaResolutionException)
            {
                unresolved++;
                SchemaCompatibility.Check(reader, writer).ShouldNotBeEmpty($"{writer} read as {reader}");
            }
        }
        unresolved.ShouldBeGreaterThan(400);
    }

    [Fact]
    public void Python_avro_comes_to_the_same_verdict_on_generated_pairs()
    {
        var python = PeerProgram.Python("Compatibility/verdicts.py");
        var pairs = SchemaPairs.Of(Seed + 2, 600);

        var verdicts = Verdicts(python, pairs.Select(pair => $"[{pair.Reader},{pair.Writer}]"));

        verdicts.Count(verdict => verdict).ShouldBeInRange(100, 500);
        foreach (var ((reader, writer), theirs) in pairs.Zip(verdicts))
            SchemaCompatibility.CanRead(reader, writer).ShouldBe(theirs, $"{writer} read as {reader}");
    }

    [Theory]
    [InlineData("an alias stands in its type's namespace, which python-avro forgets", true,
        """{"type":"fixed","name":"New","namespace":"shop","aliases":["Old"],"size":1}""", """{"type":"fixed","name":"shop.Old","size":1}""")]
    [InlineData("\"decimal logical types match if their scales and precisions match\"; python-avro does not look", false,
        """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", """{"type":"bytes","logicalType":"decimal","precision":9,"scale":4}""")]
    [InlineData("the specification passes over units of time, and reading one as the other is wrong by a factor of 1,000", false,
        """{"type":"long","logicalType":"timestamp-millis"}""", """{"type":"long","logicalType":"timestamp-micros"}""")]
    [InlineData("\"the first schema in the reader's union that matches\" by name is resolved; python-avro goes on to the second", false,
        """[{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":"int"}]},{"type":"record","name":"R","namespace":"b","fields":[]}]""", """{"type":"record","name":"R","namespace":"c","fields":[]}""")]
    public void Where_python_avro_is_wrong_or_lenient_the_reason_is_known(string reason, bool ours, string reader, string writer)
    {
        SchemaCompatibility.CanRead(AvroSchema.Parse(reader), AvroSchema.Parse(writer)).ShouldBe(ours, reason);

        Verdicts(PeerProgram.Python("Compatibility/verdicts.py"), [$"[{reader},{writer}]"]).ShouldBe([!ours], reason);
    }

    private List<bool> Verdicts(PeerProgram python, IEnumerable<string> pairs)
    {
        File.WriteAllLines(_file, pairs);
        return [.. python.Run(_file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line == "1")];
    }
}
