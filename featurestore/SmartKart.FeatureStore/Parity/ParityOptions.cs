using SmartKart.FeatureStore.Offline;

namespace SmartKart.FeatureStore.Parity;

/// <summary>How parity is looked at.</summary>
public sealed record ParityOptions
{
    /// <summary>What computes the offline side; the sweep unless set.</summary>
    public OfflineEngine Engine { get; init; }

    /// <summary>At most so many keys of a view, chosen by a hash of the key, from 1; 10,000 unless set.</summary>
    public int KeysMax
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>So many mismatches are told in words, from 0; 5 unless set.</summary>
    public int ExamplesMax
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 5;

    /// <summary>What the sweep may use of the machine.</summary>
    public OfflineOptions Offline { get; init; } = new();
}
