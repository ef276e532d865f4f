using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Starts a load job together with its file. A file of one part goes in one request (<c>uploadType=multipart</c>), a longer one in a session
/// (<see cref="ResumableUpload"/>), which a lost connection does not throw back to the beginning.
/// </summary>
internal sealed class MediaUpload(RestTransport transport, JobRunner jobs, BigQueryOptions options, TimeProvider time)
{
    private const string MediaType = "application/octet-stream";

    /// <summary>Uploads a file, and with its last byte starts the job.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public async Task<BigQueryJob> InsertAsync(JobResource job, string path, string purpose, CancellationToken cancellation)
    {
        var length = new FileInfo(path).Length;
        var metadata = JsonSerializer.SerializeToUtf8Bytes(job, BigQueryJson.Default.JobResource);
        var project = options.ProjectId!;       // checked when the client was made
        var at = $"upload/{RestRequest.At(project, "jobs")}?uploadType=";
        if (length <= options.UploadPartBytes)
        {
            var whole = new RestRequest(HttpMethod.Post, at + "multipart", purpose, project)
            {
                Job = job.JobReference,
                Content = () => Multipart(metadata, path),
            };
            return await jobs.FoundAsync(whole, request => transport.SendAsync(request, cancellation), cancellation);
        }
        var start = new RestRequest(HttpMethod.Post, at + "resumable", purpose, project)
        {
            Job = job.JobReference,
            Content = () => RestRequest.JsonContent(metadata),
            Headers = [("X-Upload-Content-Type", MediaType), ("X-Upload-Content-Length", length.ToString(CultureInfo.InvariantCulture))],
        };
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous);
        var upload = new ResumableUpload(transport, options, time, file, length);
        return await jobs.FoundAsync(start, request => upload.SendAsync(request, cancellation), cancellation);
    }

    private static MultipartContent Multipart(byte[] metadata, string path)
    {
        var file = new StreamContent(File.OpenRead(path)) { Headers = { ContentType = new MediaTypeHeaderValue(MediaType) } };
        return new MultipartContent("related") { RestRequest.JsonContent(metadata), file };
    }
}
