using System.Text;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Tests.Tasks;

public sealed class RecordBufferTests
{
    [Fact]
    public void Records_come_out_as_they_went_in_whatever_their_sizes()
    {
        var random = new Random(20261121);
        var buffer = new RecordBuffer();
        var expected = new Queue<(long Offset, string? Key, string? Value)>();
        for (var step = 0; step < 20_000; step++)
        {
            // As a task does: fill, work off, fill again; now and then a record larger than a chunk.
            if (expected.Count == 0 || (random.Next(3) > 0 && expected.Count < 3_000))
            {
                var key = random.Next(5) == 0 ? null : new string('k', random.Next(20));
                var value = random.Next(9) == 0 ? null : new string('v', random.Next(500) == 0 ? 300_000 : random.Next(200));
                buffer.Add(step, step * 2, Bytes(key), key is not null, Bytes(value), value is not null, headers: null);
                expected.Enqueue((step, key, value));
                continue;
            }
            var (offset, firstKey, firstValue) = expected.Dequeue();
            var head = buffer.Head;
            head.Offset.ShouldBe(offset);
            head.TimestampMs.ShouldBe(offset * 2);
            (head.HasKey ? Encoding.UTF8.GetString(head.Key.Span) : null).ShouldBe(firstKey);
            (head.HasValue ? Encoding.UTF8.GetString(head.Value.Span) : null).ShouldBe(firstValue);
            buffer.RemoveHead();
        }
        buffer.Count.ShouldBe(expected.Count);
        buffer.SizeBytes.ShouldBe(expected.Sum(record => (record.Key?.Length ?? 0) + (long)(record.Value?.Length ?? 0)));
        buffer.Clear();
        buffer.SizeBytes.ShouldBe(0);
    }

    [Fact]
    public void A_buffer_that_is_worked_off_allocates_no_more()
    {
        var buffer = new RecordBuffer();
        var value = new byte[100];
        void FillAndEmpty()
        {
            for (var at = 0; at < 2_000; at++) buffer.Add(at, at, value, true, value, true, headers: null);
            buffer.Clear();
        }
        FillAndEmpty();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20; round++) FillAndEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    private static byte[] Bytes(string? text) => Encoding.UTF8.GetBytes(text ?? "");
}
