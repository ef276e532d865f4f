namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>Until when a call may last, whatever it consists of.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan timeout, string setting)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>How long the call may last in all.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>The option that says so, for the error.</summary>
    public string Setting => setting;

    /// <summary>What is left; 0 or less if none is.</summary>
    public TimeSpan Left => timeout - time.GetElapsedTime(_began);

    /// <summary>When it ends, on the clock of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long At => _began + (long)(timeout.TotalSeconds * time.TimestampFrequency);

    /// <summary>What to throw once nothing is left.</summary>
    public OnlineStoreTimeoutException Passed(string server) => new(server, timeout, setting);
}
