using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmartKart.Serving.Access;

/// <summary>
/// The keys of a file, as it is now: it is read each second, so that a key can be given or revoked without a restart. A file that can't be used is refused, and
/// the keys before go on.
/// </summary>
internal sealed class KeyWatch : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private string _text = "";
    private volatile FrozenDictionary<SecretHash, ApiKey> _keys = FrozenDictionary<SecretHash, ApiKey>.Empty;
    private volatile string? _fault;

    /// <exception cref="ServingException">The file can't be used: it would be open to nobody.</exception>
    public KeyWatch(string file, TimeProvider time, ILogger log)
    {
        (_file, _time, _log) = (file, time, log);
        Look();
        if (_fault is { } fault) throw new ServingException($"{ServingOptions.Section}:{nameof(ServingOptions.KeysFile)} can't be used: {fault}");
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Why the file as it is now isn't used; null where it is.</summary>
    public string? Fault => _fault;

    /// <summary>The key of a secret; null where there is none. Hot path: per request.</summary>
    public ApiKey? Find(ReadOnlySpan<char> secret) => SecretHash.Of(secret) is { } hash ? _keys.GetValueOrDefault(hash) : null;

    /// <summary>Looks at the file once.</summary>
    public void Look()
    {
        try
        {
            var text = File.ReadAllText(_file);
            if (text == _text) return;
            _text = text;
            var before = _keys;
            _keys = new KeyFileReader(_file, _time).Read(text).Select(key => key.After(before.GetValueOrDefault(key.Hash))).ToFrozenDictionary(key => key.Hash);
            _fault = null;
            Log.KeysTakenUp(_log, _keys.Count, _file);
        }
        catch (Exception fault) when (fault is KeyFileException or IOException or UnauthorizedAccessException)
        {
            if (fault is not KeyFileException) _text = "";      // what comes back may be what was there before
            if (_fault == fault.Message) return;
            _fault = fault.Message;
            Log.KeysRefused(_log, fault, _file);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
    }
}
