using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace SmartKart.Broker.Network;

/// <summary>
/// The buffers into which Kestrel receives. Its own are of 4 KiB, which costs a produce request of 1 MiB over 500 system calls: these
/// are of 64 KiB. A connection holds one only while something is on its way to it; so their number follows the traffic.
/// </summary>
internal sealed class TransportMemory : IMemoryPoolFactory<byte>
{
    private const int BlockBytes = 64 * 1024;

    // What is kept for the next: 16 MiB. Beyond, the garbage collector takes them.
    private const int KeptBlocks = 256;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentQueue<Block> _free = new();
        private int _kept;

        // Who asks for more than this takes it elsewhere.
        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            if (!_free.TryDequeue(out var block)) return new Block(this);
            Interlocked.Decrement(ref _kept);
            block.Taken();
            return block;
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        private void Return(Block block)
        {
            if (Interlocked.Increment(ref _kept) <= KeptBlocks) _free.Enqueue(block);
            else Interlocked.Decrement(ref _kept);
        }

        /// <summary>Pinned for life, so that the system may write into it without a pin of its own.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
            private int _isTaken = 1;

            public Memory<byte> Memory => _bytes;

            public void Taken() => Volatile.Write(ref _isTaken, 1);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isTaken, 0) == 1) pool.Return(this);
            }
        }
    }
}
