using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>The librdkafka that set-up builds, under Confluent.Kafka, which looks for the one of a package that is not restored here.</summary>
internal static class ConfluentKafkaLibrary
{
    private static readonly string FromNativeFolder = Path.Combine("librdkafka", "librdkafka.so.1");

    /// <summary>Where it is looked for: as <c>SmartKart.Kafka</c> does.</summary>
    public static string File { get; } = Environment.GetEnvironmentVariable("SMARTKART_NATIVE") is { Length: > 0 } folder
        ? Path.Combine(folder, FromNativeFolder)
        : Path.Combine(Repository.Root, "deploy", "local", "native", FromNativeFolder);

    /// <summary>To be called once, before the first client is made.</summary>
    public static void Bind() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (library, _, _) => library switch
    {
        "librdkafka" => NativeLibrary.Load(File),
        "libdl" => NativeLibrary.Load("libdl.so.2"),       // its name without a version comes with a compiler only
        _ => 0,
    });
}
