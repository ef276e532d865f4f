using SmartKart.Backfill.Histories.Mapping.Reading;

namespace SmartKart.Backfill.Histories.Mapping;

/// <summary>
/// A mapping's file: YAML that says how rows of a table become events. Each document is one kind of event; a row becomes an event of the first
/// document that takes it.
/// </summary>
internal static class MappingFile
{
    /// <summary>The file's text.</summary>
    /// <exception cref="HistoryFormatException">It can't be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HistoryFormatException(path, $"the mapping can't be read: {fault.Message} --mapping takes the path of a YAML file.", fault);
        }
    }

    /// <summary>Its documents, held to the event contracts; not yet to a table.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="MappingException">It is unsound; every fault that was found is in it.</exception>
    public static IReadOnlyList<EventMapping> Read(string path, string text)
    {
        var faults = new List<MappingFault>();
        var documents = MappingYaml.Read(path, text);
        if (documents.Count == 0)
            faults.Add(new MappingFault(new MappingPosition(path, 1, 1), "", $"the mapping is empty. Write, for example, {EventMappingReader.Example}."));
        var reader = new EventMappingReader(faults);
        EventMapping?[] mappings = [.. documents.Select(reader.Read)];
        if (faults.Count > 0) throw new MappingException(faults);
        return [.. mappings.OfType<EventMapping>()];
    }
}
