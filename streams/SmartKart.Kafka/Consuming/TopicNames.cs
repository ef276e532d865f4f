using System.Runtime.InteropServices;
using System.Text;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// The names of the topics that a consumer reads, each made a string once. librdkafka's topic objects come and go, so only the last one
/// seen is trusted, and only until the batch that it came with is disposed.
/// </summary>
internal sealed unsafe class TopicNames
{
    private const int MaxChars = 249; // Kafka's limit
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private nint _lastTopic;
    private string _lastName = "";

    internal string Of(nint topic)
    {
        if (topic == _lastTopic) return _lastName;
        _lastTopic = topic;
        return _lastName = Intern(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(ClientApi.TopicName(topic)));
    }

    internal void ForgetLast() => _lastTopic = 0;

    private string Intern(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[MaxChars + 1];
        var name = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (_names.TryGetValue(name, out var known)) return known;
        var made = name.ToString();
        _names[name] = made;
        return made;
    }
}
