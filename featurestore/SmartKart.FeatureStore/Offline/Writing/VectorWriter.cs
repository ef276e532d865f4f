using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>One worker's way into a <see cref="VectorStore"/>: it fills a page of each part. Hot path: per vector. Not thread safe.</summary>
internal sealed class VectorWriter(VectorStore store, VectorRecord record, int shift)
{
    private readonly byte[]?[] _pages = new byte[]?[store.Parts];
    private readonly int[] _lengths = new int[store.Parts];

    /// <param name="label">Whose it is.</param>
    /// <param name="row">The vector.</param>
    public void Append(long label, FeatureRow row)
    {
        var part = (int)(label >> shift);
        var bytes = record.Encode((int)(label & ((1L << shift) - 1)), row);
        var page = _pages[part] ??= store.NewPage();
        if (_lengths[part] + bytes.Length > page.Length) page = Turn(part, bytes.Length);
        bytes.CopyTo(page.AsSpan(_lengths[part]));
        _lengths[part] += bytes.Length;
    }

    /// <summary>Hands over what was appended; without it the last vectors are lost.</summary>
    public void Complete()
    {
        for (var part = 0; part < _pages.Length; part++)
        {
            if (_pages[part] is { } page) store.Keep(part, page, _lengths[part]);
            (_pages[part], _lengths[part]) = (null, 0);
        }
    }

    private byte[] Turn(int part, int bytes)
    {
        var page = _pages[part]!;   // Append has made it
        if (_lengths[part] > 0 && store.Keep(part, page, _lengths[part])) page = store.NewPage();
        if (page.Length < bytes) page = new byte[bytes];    // one vector is longer than a page
        (_pages[part], _lengths[part]) = (page, 0);
        return page;
    }
}
