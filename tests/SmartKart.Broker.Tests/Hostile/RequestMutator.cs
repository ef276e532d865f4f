using System.Buffers.Binary;

namespace SmartKart.Broker.Tests.Hostile;

/// <summary>Spoils a valid request, one to four times over, in ways from a seed.</summary>
internal sealed class RequestMutator(Random random)
{
    private static readonly byte[][] Interesting = [[0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], [0, 0, 0, 0], [0xff, 0xff], [0x7f, 0xff], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x80], [0xff]];

    // Length, API and version come first: left alone more often than not, or nothing would ever reach a handler.
    private const int EnvelopeBytes = 8;

    /// <param name="frame">A valid request, its length before it.</param>
    /// <returns>Another; its length tells the truth except now and then.</returns>
    public byte[] Mutate(byte[] frame)
    {
        var bytes = frame.ToList();
        for (var times = random.Next(1, 5); times > 0; times--) MutateOnce(bytes);
        var mutated = bytes.ToArray();
        if (mutated.Length >= sizeof(int) && random.Next(500) != 0) BinaryPrimitives.WriteInt32BigEndian(mutated, mutated.Length - sizeof(int));
        return mutated;
    }

    private void MutateOnce(List<byte> bytes)
    {
        var first = random.Next(10) == 0 ? 0 : Math.Min(EnvelopeBytes, bytes.Count);
        var at = first + random.Next(Math.Max(1, bytes.Count - first));
        if (at >= bytes.Count) return;
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, random.Next(3) == 0 ? bytes.Count - at : Math.Min(random.Next(1, 9), bytes.Count - at));
                break;
            case 3:
                bytes.InsertRange(at, Some(random.Next(1, 17)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 65), bytes.Count - at)));
                break;
            default:
                Overwrite(bytes, at, Interesting[random.Next(Interesting.Length)]);
                break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] value)
    {
        for (var index = 0; index < value.Length && at + index < bytes.Count; index++) bytes[at + index] = value[index];
    }

    private byte[] Some(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
