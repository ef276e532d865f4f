using System.Collections.Concurrent;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>Keeps what searches need between them: as many as ever ran at once, so a search allocates only where more run than ever before.</summary>
internal sealed class SearchStatePool(int rows, int paddedDims, int linksMax)
{
    private readonly ConcurrentBag<SearchState> _free = [];

    public SearchState Rent() => _free.TryTake(out var state) ? state : new SearchState(rows, paddedDims, linksMax);

    public void Return(SearchState state) => _free.Add(state);
}
