using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Network;

/// <summary>
/// Writes one connection's responses. Records go from their file into the socket's own buffers, a piece at a time and only as fast
/// as the client reads. Hot path: per response; one caller at a time.
/// </summary>
/// <param name="output">The connection's.</param>
/// <param name="sent">Told how many bytes a response had.</param>
/// <param name="sending">Told when the client has to read before there is room for more, and when it has.</param>
internal sealed class ResponseSender(PipeWriter output, Action<long> sent, Action<bool> sending)
{
    // A piece is what one system call hands over; the pipe holds back who does not read.
    private const int PieceBytes = 64 * 1024;

    private readonly ResponseBuffer _response = new();

    /// <returns>False where the client reads no more.</returns>
    /// <exception cref="ProtocolException">The version cannot say what the response holds; nothing was sent.</exception>
    public async ValueTask<bool> SendAsync(IMessage response, Api api, short version, int correlationId, CancellationToken cancellation)
    {
        _response.Clear();
        ResponseFrame.Write(_response, api, version, correlationId, response);
        var (done, total) = (0, (long)_response.Bytes.Length);
        foreach (var (position, source) in _response.Records)
        {
            output.Write(_response.Bytes.Span[done..position]);
            done = position;
            total += source.Length;
            if (!await SendAsync(source, cancellation)) return false;
        }
        output.Write(_response.Bytes.Span[done..]);
        sent(total);
        return await FlushAsync(cancellation);
    }

    /// <summary>Writes a token of authentication as it is, behind its length.</summary>
    /// <returns>False where the client reads no more.</returns>
    public async ValueTask<bool> SendTokenAsync(ReadOnlyMemory<byte> token, CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), token.Length);
        output.Advance(sizeof(int));
        output.Write(token.Span);
        return await FlushAsync(cancellation);
    }

    private async ValueTask<bool> SendAsync(IRecordSource records, CancellationToken cancellation)
    {
        for (var offset = 0; offset < records.Length;)
        {
            var read = records.Read(output.GetSpan(Math.Min(PieceBytes, records.Length - offset)), offset);
            output.Advance(read);
            offset += read;
            if (!await FlushAsync(cancellation)) return false;
        }
        return true;
    }

    private ValueTask<bool> FlushAsync(CancellationToken cancellation)
    {
        var flush = output.FlushAsync(cancellation);
        return flush.IsCompletedSuccessfully ? ValueTask.FromResult(!flush.Result.IsCompleted) : WaitAsync(flush);
    }

    private async ValueTask<bool> WaitAsync(ValueTask<FlushResult> flush)
    {
        sending(true);
        var result = await flush;
        sending(false);
        return !result.IsCompleted;
    }
}
