using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// Marks in Redis how far its writers have come, beside what they wrote: so a writer finds out what a crash of its own kept it from writing, and
/// what Redis has lost since (a flush, a restart from an older file). A mark moves only from where its writer left it, and only on the server that was
/// met there before: one that was killed may come back with the mark where it was left, and without what was written after it. They lie in one hash,
/// under <c>prefix:{delivered}</c>. Blocks no thread; one call at a time.
/// </summary>
/// <remarks>Of a cluster the marks are on one node: what another node alone has lost they don't tell.</remarks>
public sealed class OnlineMarkers : IAsyncDisposable
{
    private const string Script = """
        -- KEYS[1]: the marks; ARGV: the server's run that is expected, and of each mark its name, from where, and where to or nothing
        local run = redis.call('INFO', 'server'):match('run_id:(%w+)')
        local found = {run}
        for at = 2, #ARGV, 3 do
          local now = redis.call('HGET', KEYS[1], ARGV[at]) or ''
          if run == ARGV[1] and now == ARGV[at + 1] and ARGV[at + 2] ~= '' then redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2]) end
          found[#found + 1] = now
        end
        return found
        """;

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"));

    private readonly RedisOptions _options;
    private readonly RedisClient _client;
    private readonly byte[] _key;
    private string _run = "";       // of the server, as Redis calls it: another with each start

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

    /// <summary>
    /// Moves marks, each from where it is expected; one that stands elsewhere stays. On a server that has started since the last call, as at the first,
    /// all stay. All in one round trip.
    /// </summary>
    /// <param name="moves">What to move; with the same place twice, what to look at.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>For each where it stood before, null where there was none; and whether they could move.</returns>
    /// <exception cref="OnlineStoreException">Redis gave no answer in time, or an error; marks may have moved.</exception>
    public async Task<MarkerMoves> MoveAsync(IReadOnlyList<MarkerMove> moves, CancellationToken cancel = default)
    {
        var deadline = new Deadline(TimeProvider.System, _options.WriteTimeout, nameof(RedisOptions.WriteTimeout));
        await _client.PrepareAsync(deadline, cancel);
        var node = _client.NodeOf(HashSlot.Of(_key));
        try
        {
            using var replies = await node.SendAsync(CommandOf(moves), deadline, cancel);
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

    private RespCommands CommandOf(IReadOnlyList<MarkerMove> moves)
    {
        var command = new RespCommands();
        command.Begin(5 + (3 * moves.Count)).Add("EVAL"u8).Add(Text).Add(1).Add(_key).Add(Encoding.UTF8.GetBytes(_run));
        foreach (var move in moves)
        {
            command.Add(Encoding.UTF8.GetBytes(move.Name)).Add(Encoding.UTF8.GetBytes(TextOf(move.From)))
                .Add(Encoding.UTF8.GetBytes(move.From == move.To ? "" : TextOf(move.To)));
        }
        return command;
    }

    private MarkerMoves Read(RedisNode node, in RespReplies replies, int count)
    {
        var reader = replies.Reader;
        if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
        reader.Read();
        var run = reader.Text;
        var marks = new List<long?>(count);
        while (marks.Count < count)
        {
            reader.Read();
            marks.Add(long.TryParse(reader.Bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mark) ? mark : null);
        }
        var isSame = run == _run;
        _run = run;
        return new MarkerMoves(isSame, marks);
    }

    private static string TextOf(long? mark) => mark?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A mark to be moved.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="From">Where it is expected; null for nowhere.</param>
/// <param name="To">Where to.</param>
public readonly record struct MarkerMove(string Name, long? From, long? To);

/// <summary>What came of moves.</summary>
/// <param name="IsSameServer">Whether the server is the one of the call before. Where it isn't no mark moved, and it may lack what was written since any of them did.</param>
/// <param name="Before">Where each mark stood; null where there was none.</param>
public sealed record MarkerMoves(bool IsSameServer, IReadOnlyList<long?> Before);
