using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>Administration of settings: declarations only. A resource is both what is asked about and what answers.</summary>
internal static unsafe partial class ConfigAdminApi
{
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewResource(int type, string name);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_destroy")]
    internal static partial void DestroyResource(nint resource);

    /// <returns>An error object that the caller destroys, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_add_incremental_config", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint AddChange(nint resource, string name, int operation, string? value);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_IncrementalAlterConfigs")]
    internal static partial void Alter(ClientHandle client, nint[] resources, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_IncrementalAlterConfigs_result_resources")]
    internal static partial nint* Altered(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeConfigs")]
    internal static partial void Describe(ClientHandle client, nint[] resources, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeConfigs_result_resources")]
    internal static partial nint* Described(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_type")]
    internal static partial int Type(nint resource);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_name")]
    internal static partial nint Name(nint resource);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_error")]
    internal static partial int Error(nint resource);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_error_string")]
    internal static partial nint ErrorText(nint resource);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigResource_configs")]
    internal static partial nint* Entries(nint resource, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigEntry_name")]
    internal static partial nint EntryName(nint entry);

    /// <returns>The value, or 0 where it is sensitive or there is none.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigEntry_value")]
    internal static partial nint EntryValue(nint entry);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigEntry_source")]
    internal static partial int EntrySource(nint entry);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigEntry_is_read_only")]
    internal static partial int EntryIsReadOnly(nint entry);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConfigEntry_is_sensitive")]
    internal static partial int EntryIsSensitive(nint entry);
}
