namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>XGBoost refused what it was asked, or failed at it. The message holds the library's own words.</summary>
public sealed class XgBoostException : ScoringException
{
    private const string TraceBegins = "Stack trace:";

    internal XgBoostException(string work, string libraryMessage) : base($"XGBoost could not {work}: {ReasonIn(libraryMessage)}") =>
        LibraryMessage = libraryMessage;

    /// <summary>All that the library said: time, source line, reason and a trace of its own calls.</summary>
    public string LibraryMessage { get; }

    // "[16:20:11] ./src/data/data.cc:981: Check failed: valid: Input data contains `inf` or `nan`\nStack trace:\n  [bt] (0) …"
    private static string ReasonIn(string message)
    {
        var trace = message.IndexOf(TraceBegins, StringComparison.Ordinal);
        var reason = (trace < 0 ? message : message[..trace]).Trim();
        var clock = reason.StartsWith('[') ? reason.IndexOf("] ", StringComparison.Ordinal) + 1 : 0;
        reason = reason[clock..].Trim();
        return reason.Length == 0 ? "it gave no reason" : reason;
    }
}

/// <summary>XGBoost's library is missing. Nothing was trained or loaded.</summary>
public sealed class XgBoostLibraryException : ScoringException
{
    internal XgBoostLibraryException(string library)
        : base($"XGBoost's library {library} cannot be loaded. Install Debian's package libxgboost0 (apt-get install libxgboost0). " +
               "Only training needs it: trained models are scored without it.") => Library = library;

    /// <summary>The library's file name.</summary>
    public string Library { get; }
}
