using System.Text;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public class RecordBatchTests
{
    // Laid out by hand from KIP-98; the checksum is CRC-32C of byte 21 on.
    private const string Golden =
        "0000000000000007" + "0000003A" + "00000003" + "02" + "CRCCRCCR" + "0000" + "00000000" + "00000000000003E8" + "00000000000003E8"
        + "FFFFFFFFFFFFFFFF" + "FFFF" + "FFFFFFFF" + "00000001"
        + "10" + "00" + "00" + "00" + "02" + "6B" + "02" + "76" + "00";

    [Fact]
    public void A_batch_has_the_bytes_that_KIP_98_gives_it()
    {
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader { BaseOffset = 7, LeaderEpoch = 3, BaseTimestamp = 1_000 });
        writer.Append(1_000, "k"u8, "v"u8);
        var bytes = Convert.ToHexString(writer.Finish().Span);
        (bytes[..34] + "CRCCRCCR" + bytes[42..]).ShouldBe(Golden);
        RecordBatch.Check(Convert.FromHexString(bytes), 1_000, out var length).ShouldBe(BatchFault.None);
        length.ShouldBe(70);
    }

    [Fact]
    public void The_checksum_is_that_of_RFC_3720()
    {
        Crc32C.Of(new byte[32]).ShouldBe(0x8a9136aau);
        Crc32C.Of([.. Enumerable.Repeat((byte)0xff, 32)]).ShouldBe(0x62a8ab43u);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(number => (byte)number)]).ShouldBe(0x46dd794eu);
        Crc32C.Of("123456789"u8).ShouldBe(0xe3069283u);
    }

    [Fact]
    public void The_checksum_of_any_length_is_what_the_polynomial_bit_by_bit_makes_it()
    {
        var bytes = new byte[20_011];
        new Random(20_011).NextBytes(bytes);
        foreach (var length in (int[])[0, 1, 7, 8, 9, 1023, 1024, 3071, 3072, 3073, 3080, 6143, 6144, 9300, 20_000])
            for (var start = 0; start <= 11; start += 11)        // the second unaligned
                Crc32C.Of(bytes.AsSpan(start, length)).ShouldBe(BitByBit(bytes.AsSpan(start, length)), $"of {length} bytes from {start}");
    }

    [Fact]
    public void Records_come_back_with_their_keys_values_and_times()
    {
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader { BaseTimestamp = 5_000 });
        writer.Append(5_000, "a"u8, "1"u8);
        writer.Append(4_000, ""u8, ""u8, hasKey: false, hasValue: false);
        writer.Append(9_000, ""u8, ""u8);
        var batch = new RecordBatch(writer.Finish().Span);
        var seen = new List<string>();
        foreach (var record in batch)
            seen.Add($"{record.OffsetDelta} {batch.BaseTimestamp + record.TimestampDelta} {(record.HasKey ? $"'{Encoding.UTF8.GetString(record.Key)}'" : "null")} {(record.HasValue ? $"'{Encoding.UTF8.GetString(record.Value)}'" : "null")}");
        seen.ShouldBe(["0 5000 'a' '1'", "1 4000 null null", "2 9000 '' ''"]);
        batch.MaxTimestamp.ShouldBe(9_000);
        batch.CheckRecords().ShouldBe(BatchFault.None);
    }

    [Theory, InlineData(0L), InlineData(-1L), InlineData(1L), InlineData(63L), InlineData(-64L), InlineData(64L), InlineData(long.MaxValue), InlineData(long.MinValue)]
    public void A_varint_comes_back_and_is_as_long_as_announced(long value)
    {
        var bytes = new byte[Varint.MaxBytes];
        var written = Varint.Write(bytes, value);
        written.ShouldBe(Varint.BytesOf(value));
        Varint.Read(bytes, out var read).ShouldBe(written);
        read.ShouldBe(value);
    }

    [Fact]
    public void Any_flipped_bit_outside_the_fields_that_a_broker_sets_is_found()
    {
        var sound = TestBatches.Of(3);
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            if (bit / 8 is < 8 or (>= 12 and < 16)) continue;      // base offset and leader epoch lie outside the checksum
            var damaged = sound.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            RecordBatch.Check(damaged, sound.Length, out _).ShouldNotBe(BatchFault.None, $"bit {bit}");
        }
    }

    [Fact]
    public void A_batch_cut_anywhere_is_truncated()
    {
        var whole = TestBatches.Of(2);
        for (var length = 0; length < whole.Length; length++)
            RecordBatch.Check(whole.AsSpan(0, length), 10_000, out _).ShouldBe(BatchFault.Truncated, $"{length} bytes");
    }

    [Fact]
    public void Offsets_are_assigned_without_touching_the_checksum_and_times_with_a_new_one()
    {
        var bytes = TestBatches.Of(2);
        var checksum = new RecordBatch(bytes).Checksum;
        RecordBatch.Assign(bytes, 77, leaderEpoch: 5);
        new RecordBatch(bytes).Checksum.ShouldBe(checksum);
        RecordBatch.AssignAppendTime(bytes, 123_456);
        RecordBatch.Check(bytes, 10_000, out _).ShouldBe(BatchFault.None);
        var batch = new RecordBatch(bytes);
        (batch.BaseOffset, batch.LeaderEpoch, batch.MaxTimestamp, batch.IsLogAppendTime).ShouldBe((77, 5, 123_456, true));
    }

    [Fact]
    public void Damaged_records_under_a_right_checksum_never_read_beyond_the_batch()
    {
        var random = new Random(20_261_121);
        var sound = TestBatches.Of(4);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = sound.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(RecordBatch.HeaderBytes, damaged.Length)] = (byte)random.Next(256);
            RecordBatch.WriteHeader(damaged, BatchHeader.Of(new RecordBatch(damaged)));
            var batch = new RecordBatch(damaged);
            var records = 0;
            foreach (var record in batch) records += record.Bytes.Length > 0 ? 1 : 0;
            records.ShouldBeLessThanOrEqualTo(batch.Count);
        }
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        const uint reflectedPolynomial = 0x82f63b78;
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : reflectedPolynomial);
        }
        return ~crc;
    }
}
