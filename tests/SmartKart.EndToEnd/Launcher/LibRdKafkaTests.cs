namespace SmartKart.EndToEnd.Launcher;

/// <summary>The step that builds the Kafka client's native library from the source in an npm package.</summary>
public sealed class LibRdKafkaTests : IDisposable
{
    private readonly ScratchMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task It_is_built_once_and_leaves_the_version_and_the_hash_that_it_was_built_from()
    {
        (await _machine.LaunchAsync("topics")).Status.ShouldBe(0);
        File.Exists(Path.Combine(_machine.LibRdKafka, "librdkafka.so.1")).ShouldBeTrue();
        File.ReadAllLines(BuiltFrom).ShouldBe(["\"1.10.1\",", "\"sha512-1.10.1\"", "--disable-debug-symbols --disable-gssapi --disable-curl", "mended"]);
        Directory.Exists(Path.Combine(_machine.Checkout, "artifacts/setup/librdkafka")).ShouldBeFalse();
        _machine.TakeCalls();

        (await _machine.LaunchAsync("topics")).Errors.ShouldBeEmpty();
        _machine.TakeCalls().ShouldNotContain(call => IsMake(call));
    }

    [Fact]
    public async Task Another_version_in_the_lock_file_is_built_anew()
    {
        await _machine.LaunchAsync("test");
        _machine.TakeCalls();
        _machine.Write("deploy/local/librdkafka/package-lock.json", ScratchMachine.NativeLock("1.11.0"));

        (await _machine.LaunchAsync("test")).Errors.ShouldContain("building librdkafka");

        _machine.TakeCalls().ShouldContain(call => IsMake(call));
        File.ReadAllText(BuiltFrom).ShouldStartWith("\"1.11.0\"");
    }

    [Fact]
    public async Task Another_patch_is_built_anew()
    {
        await _machine.LaunchAsync("test");
        _machine.TakeCalls();
        _machine.Write("deploy/local/librdkafka/patches/more.patch", "more\n");

        (await _machine.LaunchAsync("test")).Errors.ShouldContain("building librdkafka");

        var calls = _machine.TakeCalls();
        calls.Count(call => call.StartsWith("patch ", StringComparison.Ordinal)).ShouldBe(2, "one for each patch");
        calls.ShouldContain(call => IsMake(call));
    }

    [Fact]
    public async Task A_patch_that_does_not_fit_the_source_stops_the_launch_and_is_named_with_its_remedy()
    {
        _machine.Tool("patch", "echo '1 out of 2 hunks FAILED'; exit 1");

        var run = await _machine.LaunchAsync("test");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("1 out of 2 hunks FAILED");
        run.Errors.ShouldContain("does not fit its source (above)");
        File.Exists(BuiltFrom).ShouldBeFalse();
        _machine.TakeCalls().ShouldNotContain(call => IsMake(call));
    }

    [Fact]
    public async Task A_library_that_was_deleted_is_built_anew()
    {
        await _machine.LaunchAsync("test");
        File.Delete(Path.Combine(_machine.LibRdKafka, "librdkafka.so.1"));
        _machine.TakeCalls();

        await _machine.LaunchAsync("test");

        _machine.TakeCalls().ShouldContain(call => IsMake(call));
    }

    [Fact]
    public async Task A_failed_build_shows_what_the_compiler_said_stops_the_launch_and_is_tried_again()
    {
        _machine.Tool("make", "echo 'rdkafka.c:1: error: no'; exit 2");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var run = await _machine.LaunchAsync("test");
            run.Status.ShouldBe(1);
            run.Errors.ShouldContain("rdkafka.c:1: error: no");
            run.Errors.ShouldContain("librdkafka did not build (above)");
            run.Output.ShouldBeEmpty();
            File.Exists(BuiltFrom).ShouldBeFalse();
            _machine.TakeCalls().ShouldContain(call => IsMake(call));
        }
    }

    [Fact]
    public async Task A_library_that_would_lack_a_codec_is_not_built()
    {
        _machine.Tool("npm", "source=\"$3/node_modules/@confluentinc/kafka-javascript/deps/librdkafka\"; mkdir -p \"$source/src\"; echo \"printf 'WITH_SSL=\\ty\\nWITH_ZLIB=\\ty\\n' >Makefile.config\" >\"$source/configure\"");

        var run = await _machine.LaunchAsync("test");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("configure found no ZSTD");
        _machine.TakeCalls().ShouldNotContain(call => IsMake(call));
    }

    [Fact]
    public async Task A_package_without_the_source_is_named_with_its_remedy()
    {
        _machine.Tool("npm", "mkdir -p \"$3/node_modules\"");

        var run = await _machine.LaunchAsync("test");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("the source of librdkafka is not in");
        run.Errors.ShouldContain("Delete");
    }

    private string BuiltFrom => Path.Combine(_machine.LibRdKafka, "built-from");

    private static bool IsMake(string call) => call.StartsWith("make ", StringComparison.Ordinal);
}
