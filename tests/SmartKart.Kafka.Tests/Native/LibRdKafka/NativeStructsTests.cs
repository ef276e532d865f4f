using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka.Tests.Native.LibRdKafka;

/// <summary>The sizes that a C compiler gives the structs of rdkafka.h 2.15.1 on x64.</summary>
public sealed class NativeStructsTests
{
    [Fact]
    public void The_structs_are_laid_out_as_in_C()
    {
        Unsafe.SizeOf<NativeMessage>().ShouldBe(72);
        Marshal.OffsetOf<NativeMessage>(nameof(NativeMessage.Offset)).ShouldBe(56);
        Unsafe.SizeOf<NativeTopicPartition>().ShouldBe(64);
        Marshal.OffsetOf<NativeTopicPartition>(nameof(NativeTopicPartition.Error)).ShouldBe(48);
        Unsafe.SizeOf<NativeTopicPartitionList>().ShouldBe(16);
        Unsafe.SizeOf<ProduceArgument>().ShouldBe(72);
    }
}
