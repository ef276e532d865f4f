using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Platform;

namespace SmartKart.Local.Demos;

/// <summary>What can be tried while a demo stays up. Each line works as it stands, in a shell in the folder where the demo was started.</summary>
/// <param name="Api">Where the API and its page answer.</param>
/// <param name="Smartkart">How the command is started there.</param>
/// <param name="Flags">How its commands find this demo.</param>
/// <param name="Redis">How those find its Redis that need it.</param>
/// <param name="Kafka">How those find its cluster that need it.</param>
/// <param name="User">A customer of the history; null where it has none that much is known of.</param>
/// <param name="Product">What a visitor may look at, of what customers have; null as above.</param>
internal sealed record DemoTour(Uri Api, string Smartkart, string Flags, string Redis, string Kafka, string? User, string? Product)
{
    private const string Anonymous = "anon:", Visitor = $"{Anonymous}you";      // of whom nothing is known yet

    /// <param name="platform">What runs.</param>
    /// <param name="api">Where it is served.</param>
    /// <param name="customers">Of its history, where it taught a model.</param>
    public static DemoTour Of(PlatformRun platform, Uri api, IReadOnlyList<RecommendedLists.Customer>? customers)
    {
        var customer = customers?.FirstOrDefault(each => !each.User.StartsWith(Anonymous, StringComparison.Ordinal));
        if (customers is [var guest, ..]) customer ??= guest;
        var flags = platform.DataDirectory == Path.GetFullPath(BrokerSection.UsualDataDirectory) ? "" : $" --data-directory {Quoted(platform.DataDirectory)}";
        var redis = platform.OwnsRedis ? "" : $" --redis {Quoted(platform.Endpoints.Redis)}";
        var cluster = platform.Cluster;
        var kafka = platform.OwnsCluster ? "" : $" --bootstrap-servers {cluster.BootstrapServers} --schema-registry {cluster.RegistryAddress}";
        return new DemoTour(api, Launcher(Environment.CurrentDirectory), flags, redis, kafka, customer?.User, customer?.Products[^1]);
    }

    /// <summary>The lines, each with what it does before it.</summary>
    public string Text()
    {
        var list = $"curl {Quoted($"{Api}v1/recommendations?user_id={Visitor}&limit=3")}";
        var looked = $$$"""{"topic": "clickstream", "event": {"user_id": "{{{Visitor}}}", "action": "view", "product_id": "{{{Product}}}"}}""";
        var view = Product is null ? "" : $"""


              # the same after they look at a product: their features come back within a fraction of a second
              curl {Api}v1/events -H 'content-type: application/json' -d {Quoted(looked)}
              sleep 1; {list}
            """;
        return $"""
              # the page to shop on{(User is null ? "" : $", as {User} or as nobody known")}
              {Api}

              # what a new visitor is offered
              {list}{view}

              # what is known of them, what a customer is offered and why, how far behind the platform is
              {Smartkart} features get visitor user_id={Visitor}{Flags}{Redis}
              {Smartkart} recommend {Quoted(User ?? Visitor)}{Flags}
              {Smartkart} lag{Flags}{Kafka}
            """;
    }

    // From a folder of its own the command is started by its path.
    private static string Launcher(string folder) => folder == Checkout.Root ? "./smartkart" : Quoted(Checkout.PathOf("smartkart"));

    // For a POSIX shell; what needs no quotes has none.
    private static string Quoted(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:@".Contains(letter, StringComparison.Ordinal))
        ? text
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
