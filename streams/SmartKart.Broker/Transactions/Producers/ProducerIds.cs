using System.Globalization;
using System.Text;
using SmartKart.Broker.Native.Libc;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// Gives out producer ids, each once and never again. They are taken from blocks of 1,000, as in Kafka: a block is noted as
/// taken, in a file that is replaced as a whole, before its first id is given; a restart leaves the rest of it unused.
/// <code>
/// smartkart-producer-ids 1
/// next 3000                                        first id of the next block
/// crc 1a2b3c4d                                     CRC-32C of the lines above
/// </code>
/// </summary>
internal sealed class ProducerIds
{
    public const string FileName = "producer-ids";
    private const int BlockIds = 1000;

    private readonly Lock _lock = new();               // guards the block and the file
    private readonly string _directory;
    private long _next;
    private long _blockEnd;

    /// <param name="directory">Where the file is, or will be.</param>
    /// <param name="lowest">No id below it is given, whatever the file says: what is known to be in use, should the file be lost.</param>
    /// <exception cref="CorruptLogException">The file is not what was written.</exception>
    public ProducerIds(string directory, long lowest = 0)
    {
        _directory = directory;
        _next = _blockEnd = Math.Max(lowest, Read(PathOf(directory)));
    }

    /// <exception cref="LogWriteException">A block could not be noted; no id was given.</exception>
    public long Next()
    {
        lock (_lock)
        {
            if (_next == _blockEnd)
            {
                Write(_blockEnd + BlockIds);
                _blockEnd += BlockIds;
            }
            return _next++;
        }
    }

    private static string PathOf(string directory) => Path.Combine(directory, FileName);

    private void Write(long next)
    {
        var path = PathOf(_directory);
        var body = string.Create(CultureInfo.InvariantCulture, $"smartkart-producer-ids 1\nnext {next}\n");
        try
        {
            using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
            {
                file.Write(Encoding.ASCII.GetBytes($"{body}crc {Crc32C.Of(Encoding.ASCII.GetBytes(body)):x8}\n"));
                file.Flush(flushToDisk: true);
            }
            File.Move(path + ".tmp", path, overwrite: true);
            DirectoryEntries.Flush(_directory);
        }
        catch (IOException refusal)
        {
            throw new LogWriteException(path, refusal);
        }
    }

    private static long Read(string path)
    {
        if (!File.Exists(path)) return 0;
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        var end = text.LastIndexOf("crc ", StringComparison.Ordinal);
        var words = end < 0 ? [] : text[..end].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["smartkart-producer-ids", "1", "next", var next] && text[end..] == $"crc {Crc32C.Of(Encoding.Latin1.GetBytes(text[..end])):x8}\n")
            return long.Parse(next, NumberStyles.None, CultureInfo.InvariantCulture);
        throw new CorruptLogException(path,
            "the file that says which producer ids were given is damaged. Restore it; or delete it, if no producer of before will go on: " +
            "ids are then given again.");
    }
}
