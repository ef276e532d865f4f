using Microsoft.Extensions.Logging;

namespace SmartKart.Serving.Rollouts;

/// <summary>
/// The rollout as it is to be now: that of a file where there is one, else that of the configuration. A file that can't be used is refused, and the rollout
/// before goes on; at the start that is none. One thread looks, any reads.
/// </summary>
internal sealed class FollowedRollout
{
    private readonly RolloutOptions _configured;
    private readonly string? _file;
    private readonly ILogger _log;
    private string? _text;
    private volatile RolloutOptions _options = new();
    private volatile string? _fault;

    /// <param name="configured">What holds where there is no file.</param>
    /// <param name="file">Its path; null where none is followed.</param>
    /// <param name="log">Told of what is taken up and refused.</param>
    /// <exception cref="ServingException">What is configured can't be used.</exception>
    public FollowedRollout(RolloutOptions configured, string? file, ILogger log)
    {
        if (configured.Fault(field => $"{RolloutOptions.Section}:{field.Option}") is { } fault) throw new ServingException(fault);
        (_configured, _file, _log) = (configured, file, log);
        Look();
    }

    /// <summary>It: the same object until it is another.</summary>
    public RolloutOptions Options => _options;

    /// <summary>Why the file as it is now isn't used; null where it is, or there is none.</summary>
    public string? Fault => _fault;

    /// <summary>Looks at the file once.</summary>
    public void Look()
    {
        try
        {
            var text = _file is null || !File.Exists(_file) ? null : File.ReadAllText(_file);
            if (text is not null && text == _text) return;
            _text = text;
            Take(text is null ? _configured : RolloutText.Read(text, _file!));      // a text is a file's
        }
        catch (Exception fault) when (fault is RolloutException or IOException or UnauthorizedAccessException)
        {
            if (fault is not RolloutException) _text = null;        // what comes back may be what was there before
            if (_fault == fault.Message) return;
            _fault = fault.Message;
            Log.RolloutRefused(_log, fault, _file!);
        }
    }

    private void Take(RolloutOptions next)
    {
        _fault = null;
        if (next == _options) return;
        _options = next;
        Log.RolloutTakenUp(_log, RolloutModes.Of(next.Mode), next.Percent, next.Experiment);
    }
}
