namespace SmartKart.Schemas.Tests.Interop;

/// <summary>What we write they read, and what they write we read: every record, random values, both peers.</summary>
public class PeerTests
{
    private const int Seed = 4711;
    private const int Values = 60;

    private static readonly IReadOnlyList<RecordSchema> Schemas = [.. Codec.All.Select(codec => codec.Schema)];

    [Fact]
    public void Avsc_reads_what_we_write_and_writes_the_same_bytes() => TheyReadOurs(Peer.Avsc);

    [Fact]
    public void Python_reads_what_we_write_and_writes_the_same_values() => TheyReadOurs(Peer.Python);

    [Fact]
    public void We_read_what_avsc_writes_and_write_the_same_bytes() => WeReadTheirs(Peer.Avsc);

    [Fact]
    public void We_read_what_python_writes_and_it_reads_what_we_write() => WeReadTheirs(Peer.Python);

    private static void TheyReadOurs(Peer peer)
    {
        var random = new RandomValues(Seed, anyNaN: false);
        var jobs = Schemas.Select(schema => PeerJob.Echo(schema, Messages(schema, random))).ToList();
        foreach (var (job, answers) in jobs.Zip(peer.Run(jobs)))
        {
            answers.Count.ShouldBe(job.Messages.Count, $"{peer} on {job.Schema.FullName}: {answers.Select(answer => answer.Refusal).FirstOrDefault()}");
            foreach (var (message, answer) in job.Messages.Zip(answers)) Same(peer, job.Schema, message, answer);
        }
    }

    private static void WeReadTheirs(Peer peer)
    {
        var theirs = peer.Run([.. Schemas.Select(schema => PeerJob.Random(schema, Values))]);
        var ours = new List<PeerJob>();
        foreach (var (schema, answers) in Schemas.Zip(theirs))
        {
            answers.Count.ShouldBe(Values, $"{peer} on {schema.FullName}: {answers.Select(answer => answer.Refusal).FirstOrDefault()}");
            ours.Add(PeerJob.Echo(schema, [.. answers.Select(answer => Rewritten(peer, schema, answer))]));
        }
        foreach (var ((job, back), sent) in ours.Zip(peer.Run(ours)).Zip(theirs))
        {
            foreach (var ((message, answer), original) in job.Messages.Zip(back).Zip(sent))
            {
                Same(peer, job.Schema, message, answer);
                Same(peer, job.Schema, original.Bytes, answer);
            }
        }
    }

    // Read generically and by the generated codec, and written again by both.
    private static byte[] Rewritten(Peer peer, RecordSchema schema, PeerAnswer answer)
    {
        answer.Refusal.ShouldBeNull($"{peer} could not write a {schema.FullName}");
        var generic = GenericWriter.Encode(schema, GenericReader.Decode(schema, answer.Bytes));
        var codec = Codec.Named(schema.FullName);
        var generated = codec.Encode(codec.Decode(answer.Bytes));
        generated.AsSpan().SequenceEqual(generic).ShouldBeTrue($"{schema.FullName} of {peer} {Hex(answer.Bytes)} → {Hex(generated)}, generic {Hex(generic)}");
        return generic;
    }

    private static void Same(Peer peer, AvroSchema schema, byte[] message, PeerAnswer answer)
    {
        answer.Refusal.ShouldBeNull($"{peer} refuses a {schema.FullName}: {Hex(message)}");
        if (message.AsSpan().SequenceEqual(answer.Bytes)) return;
        // JavaScript puts a map's keys that are numbers first; python3-avro gives -128, -32768 and their like a byte more than they need.
        GenericReader.Decode(schema, answer.Bytes).ShouldBe(GenericReader.Decode(schema, message), $"{schema.FullName} {Hex(message)} → {peer}: {Hex(answer.Bytes)}");
        if (peer == Peer.Avsc) answer.Bytes.Length.ShouldBe(message.Length);
    }

    private static List<byte[]> Messages(RecordSchema schema, RandomValues random) =>
        [.. Enumerable.Range(0, Values).Select(_ => GenericWriter.Encode(schema, random.Record(schema)))];

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
