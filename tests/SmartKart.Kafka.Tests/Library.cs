using System.Reflection;
using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka.Tests;

/// <summary>librdkafka as these tests see it: the one that the project finds, or a skip that says why not.</summary>
internal static class Library
{
    internal const string Name = "rdkafka";
    private static readonly Lazy<string?> Missing = new(Load);

    internal static void SkipIfAbsent()
    {
        if (Missing.Value is { } why) Assert.Skip(why);
    }

    private static string? Load()
    {
        try
        {
            var file = LibRdKafkaLibrary.Load(path: null);
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? NativeLibrary.Load(file) : 0);
            return null;
        }
        catch (KafkaLibraryException absent)
        {
            return absent.Message;
        }
    }
}
