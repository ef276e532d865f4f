using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Handlers;

/// <summary>Batches of a log as a response carries them: read from the file while they are sent. Dispose it once they are.</summary>
internal sealed class LogRecords(LogSlice slice) : IRecordSource, IDisposable
{
    public int Length => slice.Length;

    public int Read(Span<byte> output, int offset) => slice.ReadSome(output, offset);

    public void Dispose() => slice.Dispose();
}
