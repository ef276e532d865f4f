using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace SmartKart.Broker.Network;

/// <summary>
/// The buffers into which Kestrel receives. Its own are of 4 KiB, which costs a produce request of 1 MiB over 500 system calls: these
/// are of 64 KiB. A connection holds one only while something of it waits to be handled. Where so many do that a client may mean
/// harm, or just stalls with thousands of others, the next ones get 4 KiB again.
/// </summary>
internal sealed class TransportMemory : IMemoryPoolFactory<byte>
{
    internal const int LargeBytes = 64 * 1024, SmallBytes = 4 * 1024;

    /// <summary>Large buffers in use at a time: 32 MiB.</summary>
    internal const int MaxLarge = 512;

    // What is kept of either kind for the next who asks; beyond, the garbage collector takes them.
    private const int Kept = 256;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentQueue<Block> _large = new(), _small = new();
        private int _largeTaken;

        // Who asks for more than this takes it elsewhere.
        public override int MaxBufferSize => LargeBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBytes);
            var isLarge = Interlocked.Increment(ref _largeTaken) <= MaxLarge || minBufferSize > SmallBytes;
            if (!isLarge) Interlocked.Decrement(ref _largeTaken);
            if (!(isLarge ? _large : _small).TryDequeue(out var block)) return new Block(this, isLarge);
            block.Taken();
            return block;
        }

        protected override void Dispose(bool disposing)
        {
            _large.Clear();
            _small.Clear();
        }

        private void Return(Block block)
        {
            if (block.IsLarge) Interlocked.Decrement(ref _largeTaken);
            var free = block.IsLarge ? _large : _small;
            if (free.Count < Kept) free.Enqueue(block);          // a few more, where several return at once, do no harm
        }

        /// <summary>Pinned for life, so that the system may write into it without a pin of its own.</summary>
        private sealed class Block(Pool pool, bool isLarge) : IMemoryOwner<byte>
        {
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(isLarge ? LargeBytes : SmallBytes, pinned: true);
            private int _isTaken = 1;

            public bool IsLarge => isLarge;

            public Memory<byte> Memory => _bytes;

            public void Taken() => Volatile.Write(ref _isTaken, 1);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isTaken, 0) == 1) pool.Return(this);
            }
        }
    }
}
