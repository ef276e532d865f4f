using System.Buffers;
using SmartKart.Broker.Network;

namespace SmartKart.Broker.Tests.Network;

public sealed class TransportMemoryTests
{
    private readonly MemoryPool<byte> _pool = new TransportMemory().Create();

    [Fact]
    public void Connections_receive_into_large_buffers()
    {
        using var buffer = _pool.Rent(TransportMemory.SmallBytes);

        buffer.Memory.Length.ShouldBe(TransportMemory.LargeBytes);
    }

    [Fact]
    public void While_very_many_are_in_use_the_next_are_small_and_afterwards_large_again()
    {
        var held = Enumerable.Range(0, TransportMemory.MaxLarge).Select(_ => _pool.Rent(TransportMemory.SmallBytes)).ToList();

        using (var beyond = _pool.Rent(TransportMemory.SmallBytes)) beyond.Memory.Length.ShouldBe(TransportMemory.SmallBytes);
        held.ForEach(buffer => buffer.Dispose());
        using var after = _pool.Rent(TransportMemory.SmallBytes);

        after.Memory.Length.ShouldBe(TransportMemory.LargeBytes);
    }

    [Fact]
    public void Who_needs_more_than_a_small_buffer_gets_it_even_then()
    {
        var held = Enumerable.Range(0, TransportMemory.MaxLarge).Select(_ => _pool.Rent(TransportMemory.SmallBytes)).ToList();

        using var needed = _pool.Rent(TransportMemory.SmallBytes + 1);

        needed.Memory.Length.ShouldBe(TransportMemory.LargeBytes);
        held.ForEach(buffer => buffer.Dispose());
    }

    [Fact]
    public void A_buffer_that_is_given_back_twice_is_handed_out_once()
    {
        var buffer = _pool.Rent();
        buffer.Dispose();
        buffer.Dispose();

        using var first = _pool.Rent();
        using var second = _pool.Rent();

        first.ShouldNotBeSameAs(second);
    }
}
