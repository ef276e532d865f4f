using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.Topologies.Features.Rows;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>The tiles of one entity in all views of a group, decoded. Owned by its task's cache.</summary>
internal sealed class TileEntry(FeatureGroup group)
{
    /// <summary>The entity's key.</summary>
    public byte[] Key { get; set; } = [];

    /// <summary>The same as values.</summary>
    public Scalar[] Values { get; set; } = [];

    /// <summary>Of each view its tiles; good where <see cref="Read"/> says so.</summary>
    public TilePair?[] Pairs { get; } = new TilePair?[group.Views.Length];

    /// <summary>Of each view the number of the last write; good where <see cref="Read"/> says so.</summary>
    public long[] Sequences { get; } = new long[group.Views.Length];

    /// <summary>The views whose tiles were read from their stores, a bit each: most entities have events for some of them only.</summary>
    public ulong Read { get; set; }

    /// <summary>The views that took something in since the last commit began, a bit each.</summary>
    public ulong Changed { get; set; }

    /// <summary>How far the input was read when it took in the last.</summary>
    public long Position { get; set; }
}
