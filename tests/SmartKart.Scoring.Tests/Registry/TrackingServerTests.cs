using System.Diagnostics;
using System.Net;
using SmartKart.Scoring.Registry;
using SmartKart.Scoring.Tests.Registry.Server;

namespace SmartKart.Scoring.Tests.Registry;

/// <summary>How a tracking server is asked: credentials, retries, timeouts, and what a refusal says.</summary>
public sealed class TrackingServerTests : IAsyncLifetime
{
    private const string Search = "GET registered-models/search", Create = "POST model-versions/create";

    private LocalMlflow _local = null!;     // as soon as the test is

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MlflowOptions Options => new() { TrackingUri = _local.Url, MaxRetries = 2, RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20) };

    public async ValueTask InitializeAsync() => _local = await LocalMlflow.StartAsync();

    public ValueTask DisposeAsync() => _local.DisposeAsync();

    [Fact]
    public void A_token_is_sent_as_bearer_and_a_user_with_a_password_as_basic()
    {
        _local.Authorization = "Bearer secret";
        Names(Options with { Token = "secret" }).ShouldBeEmpty();
        _local.Authorization = "Basic YWRhOnBhc3M6d29yZA==";       // ada:pass:word
        Names(Options with { Username = "ada", Password = "pass:word" }).ShouldBeEmpty();

        var refused = Should.Throw<TrackingServerException>(() => Names(Options));
        (refused.Status, refused.Server).ShouldBe((HttpStatusCode.Unauthorized, _local.Url));
        refused.Message.ShouldContain("Mlflow:Token, or Mlflow:Username and Mlflow:Password");
        _local.AskedFor(Search).ShouldBe(3);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void What_may_pass_is_asked_again(int status)
    {
        _local.Fail(Search, status);
        _local.Fail(Search, status, body: "<html>busy</html>", retryAfter: "3600");        // longer than it is let

        Names(Options).ShouldBeEmpty();

        _local.AskedFor(Search).ShouldBe(3);
    }

    [Fact]
    public void An_answer_that_was_lost_is_asked_for_again()
    {
        _local.LoseAnswer(Search);

        Names(Options).ShouldBeEmpty();

        _local.AskedFor(Search).ShouldBe(2);
    }

    [Fact]
    public void The_retries_end_and_say_how_many_there_were()
    {
        for (var retry = 0; retry < 3; retry++) _local.Fail(Search, 503);

        var gone = Should.Throw<TrackingServerException>(() => Names(Options));

        gone.Message.ShouldContain("3 attempts (HTTP 503): The test's.");
        _local.AskedFor(Search).ShouldBe(3);
    }

    [Theory]
    [InlineData(403, """{"error_code": "PERMISSION_DENIED", "message": "Not yours"}""", "Not yours. These credentials may not")]
    [InlineData(404, "Not Found", "--serve-artifacts")]
    [InlineData(302, "", "credentials if it is a login page")]
    [InlineData(400, """{"error_code": "INVALID_PARAMETER_VALUE", "message": "No such page"}""", "(HTTP 400 INVALID_PARAMETER_VALUE): No such page")]
    [InlineData(400, """{"error_code": "RESOURCE_ALREADY_EXISTS", "message": "It is there"}""", "It is there. Choose another name")]
    [InlineData(200, "<html>Welcome</html>", "its answer isn't MLflow's")]
    [InlineData(200, """{"registered_models": [{"title": "shop"}]}""", "its answer isn't MLflow's")]
    public void A_refusal_says_who_refused_what_and_what_to_do_and_is_not_asked_again(int status, string body, string told)
    {
        _local.Fail(Search, status, body);

        var refused = Should.Throw<TrackingServerException>(() => Names(Options));

        refused.Message.ShouldStartWith($"{_local.Url} did not list its models");
        refused.Message.ShouldContain(told);
        _local.AskedFor(Search).ShouldBe(1);
    }

    [Fact]
    public void What_must_not_be_done_twice_is_asked_again_only_where_it_was_not_done()
    {
        using var server = new TrackingServer(Options);
        var registry = new MlflowRegistry(server, Options);
        _local.Fail(Create, 429);
        registry.Register("shop", "run1", "mlflow-artifacts:/1/model", "x", default, Stop).Version.ShouldBe(1);

        _local.LoseAnswer(Create);
        Should.Throw<TrackingServerException>(() => registry.Register("shop", "run1", "mlflow-artifacts:/1/model", "x", default, Stop));

        registry.Versions("shop", Stop).Count.ShouldBe(2);      // it was done, once
    }

    [Fact]
    public void A_server_that_is_not_there_is_named_with_its_setting()
    {
        var gone = Should.Throw<TrackingServerException>(() => Names(Options with { TrackingUri = new Uri("http://127.0.0.1:1") }));

        gone.Status.ShouldBeNull();
        gone.Message.ShouldContain("http://127.0.0.1:1/ did not list its models: it can't be reached after 3 attempts");
        gone.Message.ShouldContain("Mlflow:TrackingUri");
    }

    [Fact]
    public void A_server_that_does_not_answer_is_not_waited_for_forever()
    {
        _local.Stall(Search);

        var late = Should.Throw<TrackingServerException>(() => Names(Options with { MaxRetries = 0, RequestTimeout = TimeSpan.FromMilliseconds(200) }));

        late.Message.ShouldContain("no whole answer within 0.2 s");
    }

    [Fact]
    public void A_stop_ends_a_request_and_a_wait()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var began = Stopwatch.StartNew();
        _local.Stall(Search);
        Should.Throw<OperationCanceledException>(() => Names(Options, stop.Token));

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        _local.Fail(Search, 503);
        Should.Throw<OperationCanceledException>(() => Names(Options with { RetryDelay = TimeSpan.FromMinutes(5), MaxRetryDelay = TimeSpan.FromMinutes(5) }, soon.Token));
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Options_that_cannot_be_are_told_and_secrets_are_not()
    {
        void Refused(MlflowOptions options, string key) => Should.Throw<RegistryException>(() => new TrackingServer(options)).Message.ShouldContain(key);

        Refused(Options with { TrackingUri = null }, "Mlflow:TrackingUri");
        Refused(Options with { TrackingUri = new Uri("file:///srv/mlruns") }, "Mlflow:TrackingUri");
        Refused(Options with { TrackingUri = new Uri("http://ada:secret@localhost:5000") }, "Mlflow:Username");
        Refused(Options with { Token = "a", Username = "b" }, "Remove one");
        Refused(Options with { MaxRetries = 11 }, "Mlflow:MaxRetries");
        Refused(Options with { PageSize = 0 }, "Mlflow:PageSize");
        (Options with { Token = "secret" }).ToString().ShouldNotContain("secret");
    }

    private static IReadOnlyList<string> Names(MlflowOptions options, CancellationToken? stop = null)
    {
        using var server = new TrackingServer(options);
        return new MlflowRegistry(server, options).Names(stop ?? Stop);
    }
}
