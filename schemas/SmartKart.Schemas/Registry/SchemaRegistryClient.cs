using System.Security.Cryptography;

namespace SmartKart.Schemas.Registry;

/// <summary>
/// A client of Confluent's schema registry, by its REST API v1. What never changes (a schema's text by its id, a subject's numbered
/// version, the id of a registered schema) is fetched once and remembered, and callers that ask for it at the same time share one call.
/// Nothing that failed is remembered. Safe to share between threads; keep one for a program's life.
/// <para>Each method throws <see cref="SchemaRegistryException"/> where the registry refuses or cannot be reached, after the retries of
/// its options. A deletion is retried too, so one whose answer was lost may be told that there is nothing left to delete.</para>
/// </summary>
public sealed class SchemaRegistryClient : IDisposable
{
    private readonly SchemaRegistryOptions _options;
    private readonly RegistryTransport _transport;
    private readonly SharedCalls<SchemaId, AvroSchema> _schemas;
    private readonly SharedCalls<(string Subject, SchemaText Schema), SchemaId> _registered;
    private readonly SharedCalls<(string Subject, SchemaText Schema), SubjectSchema> _lookedUp;
    private readonly SharedCalls<(string Subject, int Version), SubjectSchema> _versions;

    /// <summary>A client; nothing is asked of the registry yet.</summary>
    /// <param name="options">How the registry is reached.</param>
    /// <param name="time">The clock of timeouts and of waits between retries; null for the system's.</param>
    /// <param name="jitter">What spreads retries out; null for one seeded apart from every other client's, so that they do not retry in
    /// step.</param>
    /// <exception cref="SchemaRegistryOptionsException">An option is out of its range, or a file that it names cannot be used.</exception>
    public SchemaRegistryClient(SchemaRegistryOptions options, TimeProvider? time = null, Random? jitter = null)
    {
        options.Check();
        _options = options;
        jitter ??= new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        _transport = new RegistryTransport(options, time ?? TimeProvider.System, jitter);
        Settings = new RegistrySettings(_transport);
        _schemas = new(options.MaxCachedSchemas, FetchSchemaAsync);
        _registered = new(options.MaxCachedSchemas, (key, stop) => SendRegistrationAsync(key.Subject, key.Schema, stop));
        _lookedUp = new(options.MaxCachedSchemas, (key, stop) => SendLookUpAsync(key.Subject, key.Schema, stop));
        _versions = new(options.MaxCachedSchemas, (key, stop) => FetchVersionAsync(key.Subject, new(key.Version), false, stop));
    }

    /// <summary>Compatibility levels and modes.</summary>
    public RegistrySettings Settings { get; }

    /// <summary>How many schemas those who build on this client may remember too.</summary>
    internal int MaxCachedSchemas => _options.MaxCachedSchemas;

    /// <summary>Registers a schema; the same one again keeps its version and its id.</summary>
    /// <param name="subject">The subject, by <see cref="SubjectNames"/>.</param>
    /// <param name="schema">The schema and its references.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public ValueTask<SchemaId> RegisterAsync(string subject, SchemaText schema, CancellationToken cancellation = default) =>
        _registered.GetAsync((Named(subject), schema), cancellation);

    /// <summary>Where a subject holds a schema, without registering it.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="schema">The schema and its references.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public ValueTask<SubjectSchema> LookUpAsync(string subject, SchemaText schema, CancellationToken cancellation = default) =>
        _lookedUp.GetAsync((Named(subject), schema), cancellation);

    /// <summary>The schema of an id, whole: what it refers to is fetched and defined in it.</summary>
    /// <param name="id">The id, as messages carry it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SchemaParseException">The registry holds what is no schema by Avro's specification.</exception>
    public ValueTask<AvroSchema> GetSchemaAsync(SchemaId id, CancellationToken cancellation = default) =>
        _schemas.GetAsync(id, cancellation);

    /// <summary>A version of a subject. A numbered one is remembered, the latest is asked for each time.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public ValueTask<SubjectSchema> GetVersionAsync(string subject, SubjectVersion version, CancellationToken cancellation = default) =>
        version == SubjectVersion.Latest
            ? new ValueTask<SubjectSchema>(FetchVersionAsync(Named(subject), version, false, cancellation))
            : _versions.GetAsync((Named(subject), version.Number), cancellation);

    /// <summary>Parses a schema of the registry's, with what it refers to.</summary>
    /// <param name="schema">Its text.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SchemaParseException">It is no schema by Avro's specification.</exception>
    public Task<AvroSchema> ResolveAsync(SchemaText schema, CancellationToken cancellation = default) =>
        MakeWholeAsync(schema, "schema", cancellation);

    /// <summary>The names of all subjects.</summary>
    public async Task<IReadOnlyList<string>> GetSubjectsAsync(CancellationToken cancellation = default) =>
        (await _transport.SendAsync(new(HttpMethod.Get, "subjects", "list the subjects"), cancellation)).Texts();

    /// <summary>The numbers of a subject's versions, oldest first.</summary>
    public async Task<IReadOnlyList<int>> GetVersionsAsync(string subject, CancellationToken cancellation = default) =>
        (await _transport.SendAsync(About(subject, HttpMethod.Get, "/versions", "list the versions of"), cancellation)).Ints();

    /// <summary>Deletes a subject.</summary>
    /// <returns>The versions that it had.</returns>
    public async Task<IReadOnlyList<int>> DeleteSubjectAsync(string subject, Deletion deletion, CancellationToken cancellation = default)
    {
        var request = About(subject, HttpMethod.Delete, Permanent(deletion), $"delete ({Word(deletion)}) the subject");
        try
        {
            return (await _transport.SendAsync(request, cancellation)).Ints();
        }
        finally
        {
            Forget(subject);        // also after a failure: its answer alone may have been lost
        }
    }

    /// <summary>Deletes one version of a subject.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> DeleteVersionAsync(
        string subject, SubjectVersion version, Deletion deletion, CancellationToken cancellation = default)
    {
        var purpose = $"delete ({Word(deletion)}) version {version} of";
        var request = About(subject, HttpMethod.Delete, $"/versions/{version}{Permanent(deletion)}", purpose);
        try
        {
            return (await _transport.SendAsync(request, cancellation)).Int();
        }
        finally
        {
            Forget(subject);
        }
    }

    /// <summary>Whether a subject's compatibility level lets a schema follow one version. A subject without versions lets any in.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="version">The version that it is held against.</param>
    /// <param name="schema">The schema and its references.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<CompatibilityVerdict> TestCompatibilityAsync(
        string subject, SubjectVersion version, SchemaText schema, CancellationToken cancellation = default) =>
        TestAsync(subject, $"/versions/{version}", $"test a schema against version {version} of", schema, cancellation);

    /// <summary>Whether registering a schema would be allowed: held against all the versions that the subject's level looks at.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="schema">The schema and its references.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<CompatibilityVerdict> TestCompatibilityAsync(string subject, SchemaText schema, CancellationToken cancellation = default) =>
        TestAsync(subject, "/versions", "test a schema against", schema, cancellation);

    /// <summary>Closes the connections. Calls under way end as cancelled.</summary>
    public void Dispose()
    {
        _schemas.Dispose();
        _registered.Dispose();
        _lookedUp.Dispose();
        _versions.Dispose();
        _transport.Dispose();
    }

    private async Task<CompatibilityVerdict> TestAsync(
        string subject, string path, string purpose, SchemaText schema, CancellationToken cancellation)
    {
        var query = _options.NormalizeSchemas ? "?verbose=true&normalize=true" : "?verbose=true";
        var request = About(subject, HttpMethod.Post, path + query, purpose);
        request = request with { Path = "compatibility/" + request.Path, Body = RegistryRequest.BodyOf(schema) };
        var answer = await _transport.SendAsync(request, cancellation);
        return new CompatibilityVerdict(answer.Bool("is_compatible"), answer.Texts("messages"));
    }

    private async Task<SchemaId> SendRegistrationAsync(string subject, SchemaText schema, CancellationToken cancellation)
    {
        var request = About(subject, HttpMethod.Post, "/versions" + Normalized, "register a schema under");
        var answer = await _transport.SendAsync(request with { Body = RegistryRequest.BodyOf(schema) }, cancellation);
        return new SchemaId(answer.Int("id"));
    }

    private async Task<SubjectSchema> SendLookUpAsync(string subject, SchemaText schema, CancellationToken cancellation)
    {
        var request = About(subject, HttpMethod.Post, Normalized, "look up a schema in");
        return Placed(await _transport.SendAsync(request with { Body = RegistryRequest.BodyOf(schema) }, cancellation));
    }

    private async Task<AvroSchema> FetchSchemaAsync(SchemaId id, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Get, $"schemas/ids/{id}", $"read the schema with id {id}") { Id = id };
        var answer = await _transport.SendAsync(request, cancellation);
        return await MakeWholeAsync(answer.Schema(), $"schema id {id} of {answer.Registry}", cancellation);
    }

    private async Task<SubjectSchema> FetchVersionAsync(
        string subject, SubjectVersion version, bool deletedToo, CancellationToken cancellation)
    {
        var path = $"/versions/{version}{(deletedToo ? "?deleted=true" : "")}";
        return Placed(await _transport.SendAsync(About(subject, HttpMethod.Get, path, $"read version {version} of"), cancellation));
    }

    // A type that others refer to may have been deleted softly since: data that need it are still there.
    private Task<AvroSchema> MakeWholeAsync(SchemaText schema, string place, CancellationToken cancellation) =>
        new ReferenceResolver(
            async (reference, stop) =>
                (await FetchVersionAsync(reference.Subject, new(reference.Version), true, stop)).Text, place)
            .ResolveAsync(schema, cancellation);

    private static SubjectSchema Placed(RegistryAnswer answer) =>
        new(answer.Text("subject"), answer.Int("version"), new SchemaId(answer.Int("id")), answer.Schema());

    private string Normalized => _options.NormalizeSchemas ? "?normalize=true" : "";

    private static string Permanent(Deletion deletion) => deletion == Deletion.Permanent ? "?permanent=true" : "";

    private static string Word(Deletion deletion) => deletion == Deletion.Permanent ? "permanently" : "softly";

    private static RegistryRequest About(string subject, HttpMethod method, string path, string purpose) =>
        new(method, $"subjects/{Uri.EscapeDataString(Named(subject))}{path}", $"{purpose} '{subject}'") { Subject = subject };

    private static string Named(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return subject;
    }

    private void Forget(string subject)
    {
        _registered.Forget(key => key.Subject == subject);
        _lookedUp.Forget(key => key.Subject == subject);
        _versions.Forget(key => key.Subject == subject);
    }
}
