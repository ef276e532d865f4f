using SmartKart.Schemas.Tests.Interop;

namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>
/// A million messages that went wrong on the way, over every record. Whatever they hold, a reader either refuses them with a
/// <see cref="SchemaException"/> or reads a value that can be written and read again; and it allocates no more than the bytes justify.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20261121;
    private const int Batches = 1_000;
    private const int MessagesPerBatch = 1_000;

    [Fact]
    public void A_million_mutated_messages_are_read_or_refused_and_nothing_else()
    {
        var targets = Codec.All.Select((codec, index) => new FuzzTarget(codec, Seed + index)).ToList();
        var read = 0;
        Parallel.For(0, Batches, batch =>
        {
            var random = new Random(Seed + batch);
            for (var i = 0; i < MessagesPerBatch; i++)
            {
                var target = targets[random.Next(targets.Count)];
                var message = target.Mutated(random);
                try
                {
                    if (target.Try(message, random.Next())) Interlocked.Increment(ref read);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException(
                        $"seed {Seed}, batch {batch}, message {i}, {target.Codec.Schema.FullName} {Convert.ToHexString(message)}: {e.GetType().Name}: {e.Message}", e);
                }
            }
        });
        // Were nearly all refused, or nearly all read, the mutations would test little.
        ((double)read / (Batches * MessagesPerBatch)).ShouldBeInRange(0.1, 0.9);
    }
}
