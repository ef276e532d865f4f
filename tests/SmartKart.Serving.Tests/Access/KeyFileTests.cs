using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Serving.Access;

namespace SmartKart.Serving.Tests.Access;

/// <summary>Files of keys: what they may say, and that a change counts at once.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";       // of "test"
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("smartkart-keys-").FullName, "keys.yaml");
    private readonly SetTime _time = new();

    public static TheoryData<string, string> Faulty { get; } = new()
    {
        { "", "keys.yaml:1: the file holds 0 documents" },
        { "keys: [", "this is neither YAML nor JSON" },
        { "kyes: []", "keys.yaml:1: the file has 'kyes', which means nothing here. It may have keys." },
        { "keys: shop", "keys.yaml:1: the file has no list 'keys'" },
        { "keys:\n  - shop", "keys.yaml:2: a key is no mapping" },
        { $"keys:\n  - sha256: {Sha}", "keys.yaml:2: a key has no 'name'. Add it." },
        { Entry(sha: "test"), "keys.yaml:3: 'sha256' of the key 'shop' is no SHA-256. Write its 64 hex digits" },
        { Entry(scopes: "[recommend, event]"), "keys.yaml:4: the key 'shop' has the scope 'event', which there is not. There are recommend, catalogue, events," },
        { Entry(scopes: "recommend"), "keys.yaml:4: 'scopes' of the key 'shop' is no list" },
        { Entry(rate: "0"), "keys.yaml:5: 'requests_per_s' of the key 'shop' is '0'. Write a number above 0, 1000000 at most." },
        { Entry(rate: "fast"), "keys.yaml:5: 'requests_per_s' of the key 'shop' is 'fast'" },
        { Entry(rate: "5\n    burst: 1.5"), "keys.yaml:6: 'burst' of the key 'shop' is '1.5'. Write a whole number" },
        { Entry(rate: "5\n    brust: 9"), "keys.yaml:6: a key has 'brust', which means nothing here" },
        { Entry() + Item("shop"), "there are two keys named 'shop'" },
        { Entry() + Item("other"), "the keys 'shop' and 'other' have the same sha256" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_is_wrong_with_a_file_is_told_by_line_with_its_remedy(string text, string expected) =>
        Should.Throw<KeyFileException>(() => new KeyFileReader("keys.yaml", _time).Read(text)).Message.ShouldContain(expected);

    [Fact]
    public void A_file_may_be_JSON_and_a_burst_left_out_is_what_a_second_has()
    {
        var json = $$"""{"keys": [{"name": "shop", "sha256": "{{Sha.ToUpperInvariant()}}", "scopes": ["models", "events"], "requests_per_s": 2.5}]}""";
        var key = new KeyFileReader("keys.json", _time).Read(json).ShouldHaveSingleItem();
        (key.Name, key.Scopes, key.RequestsPerS, key.Burst).ShouldBe(("shop", Scope.Models | Scope.Events, 2.5, 3));
        key.Hash.ShouldBe(SecretHash.Of("test")!.Value);
    }

    [Fact]
    public void A_file_that_can_not_be_used_lets_nothing_start()
    {
        File.WriteAllText(_file, "keys: none");
        Should.Throw<ServingException>(() => new KeyWatch(_file, _time, NullLogger.Instance)).Message.ShouldStartWith($"Serving:KeysFile can't be used: {_file}:1: ");
    }

    [Fact]
    public void A_key_is_revoked_by_its_line_and_a_bad_file_leaves_the_keys_as_they_were()
    {
        File.WriteAllText(_file, Entry(rate: "1"));
        using var watch = new KeyWatch(_file, _time, NullLogger.Instance);
        watch.Find("test")!.Bucket.TryTake(out _).ShouldBeTrue();
        watch.Find("other").ShouldBeNull();

        File.WriteAllText(_file, Entry(rate: "1") + "    brust: 7");
        watch.Look();
        watch.Fault.ShouldStartWith($"{_file}:6: ");
        watch.Find("test").ShouldNotBeNull();

        File.Delete(_file);
        watch.Look();
        watch.Fault.ShouldContain(_file);
        File.WriteAllText(_file, "# written anew\n" + Entry(rate: "1", scopes: "[models]"));
        watch.Look();
        watch.Fault.ShouldBeNull();
        watch.Find("test")!.Scopes.ShouldBe(Scope.Models);
        watch.Find("test")!.Bucket.TryTake(out _).ShouldBeFalse("a file that is written anew refills nobody's bucket");

        File.WriteAllText(_file, "keys: []");
        watch.Look();
        watch.Find("test").ShouldBeNull();
    }

    [Fact]
    public void A_key_that_is_made_can_be_used_and_one_that_could_not_is_not_made()
    {
        var made = NewKey.Make("the shop's", ["recommend", "events"], 0.5, 7);
        File.WriteAllText(_file, $"keys:\n{made.ToEntry()}");
        using var watch = new KeyWatch(_file, _time, NullLogger.Instance);
        var key = watch.Find(made.Secret)!;
        (key.Name, key.Scopes, key.RequestsPerS, key.Burst).ShouldBe(("the shop's", Scope.Recommend | Scope.Events, 0.5, 7));
        NewKey.Make("the shop's", ["recommend"], 0.5, 7).Secret.ShouldNotBe(made.Secret);
        File.ReadAllText(_file).ShouldNotContain(made.Secret);
        Should.Throw<ServingException>(() => NewKey.Make("shop", ["everything"], 1, 1)).Message.ShouldContain("'everything'");
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    private static string Entry(string sha = Sha, string scopes = "[recommend]", string rate = "5") => $"keys:\n{Item("shop", sha, scopes, rate)}";

    private static string Item(string name, string sha = Sha, string scopes = "[recommend]", string rate = "5") =>
        $"  - name: {name}\n    sha256: {sha}\n    scopes: {scopes}\n    requests_per_s: {rate}\n";
}
