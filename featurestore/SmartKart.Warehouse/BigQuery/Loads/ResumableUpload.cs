using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Google's resumable upload: a session is opened with the job's metadata, the file follows in parts (<c>Content-Range: bytes 0-524287/2000000</c>),
/// each answered by 308 and how much is there, the last by the job. After a fault the session is asked how much it has
/// (<c>Content-Range: bytes */2000000</c>), and the upload goes on from there; a session that is gone is opened anew.
/// </summary>
internal sealed class ResumableUpload(RestTransport transport, BigQueryOptions options, TimeProvider time, SafeFileHandle file, long length)
{
    private const HttpStatusCode ResumeIncomplete = (HttpStatusCode)308;

    /// <summary>Uploads the file.</summary>
    /// <param name="start">What opens a session.</param>
    /// <param name="cancellation">Stops the upload.</param>
    /// <returns>The answer to the last part.</returns>
    public async Task<RestReply> SendAsync(RestRequest start, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Min(options.UploadPartBytes, length)];
        Uri? session = null;
        var sent = 0L;                  // how many bytes the session has
        var lost = false;               // whether that must be asked first
        var faults = 0;                 // since the upload last got further
        var attempts = 0;
        while (true)
        {
            if (session is null) (session, sent) = (await OpenAsync(start, cancellation), 0);
            var part = await PartAsync(start, session, lost ? null : sent, buffer, cancellation);
            var reply = await transport.ExchangeAsync(part, cancellation);
            attempts++;
            if (reply.IsSuccess) return reply;
            if (reply is { Failure: null, Status: ResumeIncomplete })
            {
                var there = End(reply.Range);
                if (there > sent) faults = 0;
                // A session that takes a part and has no more than before is as good as a fault.
                else if (!lost && ++faults > options.MaxRetries) throw new BigQueryRequestException(part, reply, attempts);
                (sent, lost) = (there, false);
                continue;
            }
            var gone = reply is { Failure: null, Status: HttpStatusCode.NotFound or HttpStatusCode.Gone };
            if (++faults > options.MaxRetries || !(gone || RestTransport.MayPass(reply))) throw new BigQueryRequestException(part, reply, attempts);
            if (gone) session = null;
            lost = !gone;
            await Task.Delay(transport.Backoff.Before(faults - 1, reply.RetryAfter), time, cancellation);
        }
    }

    private async Task<Uri> OpenAsync(RestRequest start, CancellationToken cancellation)
    {
        var reply = await transport.SendAsync(start, cancellation);
        return reply.Location ?? throw new BigQueryRequestException(start, reply, 1);
    }

    private async Task<RestRequest> PartAsync(RestRequest start, Uri session, long? from, byte[] buffer, CancellationToken cancellation)
    {
        var request = new RestRequest(HttpMethod.Put, session.ToString(), start.Purpose, start.Project) { Job = start.Job };
        if (from is not { } at) return request with { Content = () => Ranged(new ByteArrayContent([]), $"bytes */{Text(length)}") };
        var bytes = 0;
        var wanted = (int)Math.Min(buffer.Length, length - at);
        while (bytes < wanted)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(bytes, wanted - bytes), at + bytes, cancellation);
            if (read == 0) throw new EndOfStreamException($"The file shrank while it was uploaded ({start.Purpose}). Load a file that nobody writes to.");
            bytes += read;
        }
        return request with { Content = () => Ranged(new ByteArrayContent(buffer, 0, bytes), $"bytes {Text(at)}-{Text(at + bytes - 1)}/{Text(length)}") };
    }

    private static ByteArrayContent Ranged(ByteArrayContent content, string range)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.TryAddWithoutValidation("Content-Range", range);
        return content;
    }

    // "bytes=0-524287" is 524,288 bytes; without the header it has none.
    private static long End(string? range) =>
        range?.LastIndexOf('-') is { } dash and >= 0 && long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last + 1
            : 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
