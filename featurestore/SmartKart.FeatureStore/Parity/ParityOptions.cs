using SmartKart.FeatureStore.Offline;

namespace SmartKart.FeatureStore.Parity;

/// <summary>How parity is looked at.</summary>
public sealed record ParityOptions
{
    /// <summary>What computes the offline side; the sweep unless set.</summary>
    public OfflineEngine Engine { get; init; }

    /// <summary>At most so many keys of a view, chosen by a hash of the key; 10,000 unless set.</summary>
    public int KeysMax { get; init; } = 10_000;

    /// <summary>So many mismatches are told in words; 5 unless set.</summary>
    public int ExamplesMax { get; init; } = 5;

    /// <summary>What the sweep may use of the machine.</summary>
    public OfflineOptions Offline { get; init; } = new();
}
