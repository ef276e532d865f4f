using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.Tests.Histories;

public sealed class NameBasedGuidTests
{
    private static readonly Guid DnsNameSpace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    [Fact]
    public void It_agrees_with_the_example_of_the_RFC() => // RFC 9562, appendix A.4
        NameBasedGuid.Create(DnsNameSpace, "www.example.com").ShouldBe(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));

    [Fact]
    public void Long_names_differ_by_their_last_character()
    {
        var name = new string('n', 1000);
        NameBasedGuid.Create(DnsNameSpace, name + "1").ShouldNotBe(NameBasedGuid.Create(DnsNameSpace, name + "2"));
        NameBasedGuid.Create(DnsNameSpace, name).ShouldBe(NameBasedGuid.Create(DnsNameSpace, name));
    }
}
