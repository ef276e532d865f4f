using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;
using SmartKart.Streams.Tests.State.Bytes;

namespace SmartKart.Streams.Tests.State.Persistent;

public sealed class RocksDbBytesStoreTests : BytesStoreContract, IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    internal override IBytesStore Open() => new RocksDbBytesStore(RocksStorage.Open(new StoreFolder("orders", "0_1", _directory.Path, "a test's")));
}
