using System.Buffers;
using System.IO.Pipelines;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Network;

/// <summary>
/// Cuts what a client sends into requests. A length is believed only within the limit, and bytes are copied out as they come, so
/// that a connection never holds more than its pipe and the one request it was granted memory for. Hot path: per request.
/// </summary>
internal sealed class RequestReader(PipeReader input, NetworkLimits limits, RequestMemory memory, Action<bool> receiving)
{
    private const int LengthBytes = 4;

    // How TLS begins: a record of type handshake (22) and major version 3.
    private const int TlsHandshake = 0x1603;

    // A request this small is not counted: what counts is that a connection has at most one.
    private const int UncountedBytes = 4096;

    // API, version and number: what the shortest request has.
    private const int MinRequestBytes = 8;

    /// <param name="authentication">How far the client has authenticated: a stranger may send less.</param>
    /// <param name="cancellation">Ends the wait for bytes. Not to be the client's leaving: what it sent before that is still to be read.</param>
    /// <param name="gone">The client's leaving, which ends the wait for memory.</param>
    /// <returns>Null at the end of the input, where no request has begun.</returns>
    /// <exception cref="BadFrameException">What came is no request; the connection cannot go on.</exception>
    public async ValueTask<RequestBuffer?> ReadAsync(Authentication authentication, CancellationToken cancellation, CancellationToken gone)
    {
        if (await ReadLengthAsync(cancellation) is not { } length) return null;
        var (least, most) = (authentication.TakesBareTokens ? 0 : MinRequestBytes, Math.Min(limits.MaxRequestBytes, authentication.MaxBytes));
        if (length < least || length > most) throw new BadFrameException(Refusal(length, least, most));
        var charged = length > UncountedBytes ? length : 0;
        if (charged > 0)
        {
            // Who announces much and sends nothing is granted nothing.
            var begun = await input.ReadAtLeastAsync(UncountedBytes, cancellation);
            input.AdvanceTo(begun.Buffer.Start);
            if (begun.Buffer.Length < UncountedBytes) throw new BadFrameException(Cut((int)begun.Buffer.Length, length));
            await memory.TakeAsync(charged, gone);
        }
        var request = new RequestBuffer(memory, length, charged);
        try
        {
            await FillAsync(request.Memory, cancellation);
            receiving(false);
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Takes each byte as it comes: who stalls within a length holds none of the pipe's memory.</summary>
    private async ValueTask<int?> ReadLengthAsync(CancellationToken cancellation)
    {
        var length = 0u;
        for (var taken = 0; taken < LengthBytes;)
        {
            var read = await input.ReadAsync(cancellation);
            var bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LengthBytes - taken));
            foreach (var piece in bytes)
                foreach (var next in piece.Span) length = length << 8 | next;
            taken += (int)bytes.Length;
            input.AdvanceTo(bytes.End);
            if (taken > 0) receiving(true);
            if (taken == LengthBytes || !read.IsCompleted && !read.IsCanceled) continue;
            return taken == 0 ? null : throw new BadFrameException($"it closed the connection after {taken} of the {LengthBytes} bytes of a request's length");
        }
        return (int)length;
    }

    private async ValueTask FillAsync(Memory<byte> request, CancellationToken cancellation)
    {
        for (var filled = 0; filled < request.Length;)
        {
            var read = await input.ReadAsync(cancellation);
            var bytes = read.Buffer;
            var taken = (int)Math.Min(bytes.Length, request.Length - filled);
            bytes.Slice(0, taken).CopyTo(request.Span[filled..]);
            filled += taken;
            input.AdvanceTo(bytes.GetPosition(taken));
            if (filled < request.Length && (read.IsCompleted || read.IsCanceled))
                throw new BadFrameException(Cut(filled, request.Length));
        }
    }

    private string Refusal(int length, int least, int most) =>
        length >> 16 == TlsHandshake ? "it began a TLS handshake, and this listener takes plaintext"
        : $"it announced a request of {length} bytes, where {least} to {most} are allowed. " +
            (most < limits.MaxRequestBytes && length >= 0 ? "Before it has authenticated it may not send more" : "Either it does not speak Kafka's protocol, or Broker:Limits:MaxRequestBytes is too low");

    private static string Cut(int received, int length) => $"it closed the connection after {received} of a request's {length} bytes";
}

/// <summary>A client sent what cannot be a request. The message goes on after "because ".</summary>
internal sealed class BadFrameException(string message, Exception? cause = null) : Exception(message, cause);
