using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams.Threads;

/// <summary>
/// What a thread's client id tells the other instances: <c>application-process-thread@host:port</c>. The consumer protocol lets a member
/// say nothing else about itself.
/// </summary>
/// <param name="ProcessId">The process, 32 hexadecimal digits.</param>
/// <param name="Thread">The thread, such as <c>StreamThread-1</c>.</param>
/// <param name="Server">Where its queries are answered, host:port; null for nowhere.</param>
internal sealed record MemberName(string ProcessId, string Thread, string? Server)
{
    private const int ProcessIdLength = 32;

    public static string Of(string applicationId, string processId, string thread, string? server) =>
        server is null ? $"{applicationId}-{processId}-{thread}" : $"{applicationId}-{processId}-{thread}@{server}";

    /// <summary>Reads a client id; false where it is not one of ours.</summary>
    public static bool TryParse(string clientId, string applicationId, [MaybeNullWhen(false)] out MemberName name)
    {
        name = null;
        if (!clientId.StartsWith(applicationId + "-", StringComparison.Ordinal)) return false;
        var rest = clientId[(applicationId.Length + 1)..];
        if (rest.Length <= ProcessIdLength + 1 || rest[ProcessIdLength] != '-' || !rest.AsSpan(0, ProcessIdLength).ContainsOnlyHex()) return false;
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var thread = at < 0 ? rest[(ProcessIdLength + 1)..] : rest[(ProcessIdLength + 1)..at];
        name = new MemberName(rest[..ProcessIdLength], thread, at < 0 ? null : rest[(at + 1)..]);
        return true;
    }
}

file static class Hexadecimal
{
    public static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var each in text)
            if (!char.IsAsciiHexDigit(each)) return false;
        return true;
    }
}
