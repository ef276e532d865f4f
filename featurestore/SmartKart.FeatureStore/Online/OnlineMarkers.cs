using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// Marks in Redis how far its writers have come, beside what they wrote: so a writer finds out what a crash of its own kept it from writing, and
/// what Redis has lost since (a flush, a restart from an older file). A mark moves only from where its writer left it. They lie in one hash, under
/// <c>prefix:{delivered}</c>. Blocks no thread; thread safe.
/// </summary>
/// <remarks>Of a cluster the marks are on one node: what another node alone has lost they don't tell.</remarks>
public sealed class OnlineMarkers : IAsyncDisposable
{
    private const string Script = """
        local now = redis.call('HGET', KEYS[1], ARGV[1]) or ''
        if now == ARGV[2] and ARGV[3] ~= '' then redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
        return now
        """;

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"));

    private readonly RedisOptions _options;
    private readonly RedisClient _client;
    private readonly byte[] _key;

    private OnlineMarkers(RedisOptions options, RedisConnectionString settings, ILogger log)
    {
        _options = options;
        _client = new RedisClient(settings, options.ConnectTimeout, TimeProvider.System, log);
        _key = Encoding.UTF8.GetBytes($"{options.KeyPrefix}:{{delivered}}");
    }

    /// <summary>Opens them. They connect with the first call.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="log">Where to say what it does.</param>
    public static OnlineMarkers Open(RedisOptions options, ILogger? log = null) =>
        new(options, RedisOptionsRules.Checked(options), log ?? NullLogger.Instance);

    /// <summary>Moves marks, each from where it is expected; one that stands elsewhere stays. All in one round trip.</summary>
    /// <param name="moves">What to move; with the same place twice, what to look at.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>For each where it stood before; null where there was none.</returns>
    /// <exception cref="OnlineStoreException">Redis gave no answer in time, or an error; marks may have moved.</exception>
    public async Task<IReadOnlyList<long?>> MoveAsync(IReadOnlyList<MarkerMove> moves, CancellationToken cancel = default)
    {
        var deadline = new Deadline(TimeProvider.System, _options.WriteTimeout, nameof(RedisOptions.WriteTimeout));
        await _client.PrepareAsync(deadline, cancel);
        var node = _client.NodeOf(HashSlot.Of(_key));
        try
        {
            using var replies = await node.SendAsync(CommandsOf(moves), deadline, cancel);
            return Read(node, replies, moves.Count);
        }
        catch (OnlineStoreException)
        {
            _client.Forget(node);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private RespCommands CommandsOf(IReadOnlyList<MarkerMove> moves)
    {
        var commands = new RespCommands();
        foreach (var move in moves)
        {
            commands.Begin(7).Add("EVAL"u8).Add(Text).Add(1).Add(_key).Add(Encoding.UTF8.GetBytes(move.Name))
                .Add(Encoding.UTF8.GetBytes(TextOf(move.From))).Add(Encoding.UTF8.GetBytes(move.From == move.To ? "" : TextOf(move.To)));
        }
        return commands;
    }

    private static List<long?> Read(RedisNode node, in RespReplies replies, int count)
    {
        var marks = new List<long?>(count);
        var reader = replies.Reader;
        while (marks.Count < count)
        {
            if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
            marks.Add(long.TryParse(reader.Bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mark) ? mark : null);
        }
        return marks;
    }

    private static string TextOf(long? mark) => mark?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A mark to be moved.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="From">Where it is expected; null for nowhere.</param>
/// <param name="To">Where to.</param>
public readonly record struct MarkerMove(string Name, long? From, long? To);
