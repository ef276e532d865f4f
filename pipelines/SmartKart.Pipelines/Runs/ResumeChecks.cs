using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs;

/// <summary>That a run goes on as what it was begun: half of one pipeline and half of another is neither.</summary>
internal static class ResumeChecks
{
    public static void RequireSame(Manifest manifest, string kept, string run)
    {
        if (manifest.Text == kept) return;
        var (now, before) = (manifest.Text.Split('\n'), kept.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(now.Length, before.Length)).First(each => now.ElementAtOrDefault(each) != before.ElementAtOrDefault(each));
        throw new RunException(
            $"{manifest.File}:{line + 1} has changed since {run} was begun: it is '{now.ElementAtOrDefault(line)?.Trim()}', and was "
                + $"'{before.ElementAtOrDefault(line)?.Trim()}'. "
            + "Begin a new run, or resume without naming the manifest, as it was.");
    }

    public static void RequireSame(IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> given, string run)
    {
        var changed = given.Where(each => kept.GetValueOrDefault(each.Key) != each.Value).ToArray();
        if (changed.Length == 0) return;
        var what = changed.Select(each => kept.TryGetValue(each.Key, out var before) ? $"{each.Key} is '{each.Value}', and was '{before}'"
            : $"{each.Key} is none of its parameters");
        throw new RunException($"{run} was begun otherwise: {string.Join("; ", what)}. Begin a new run, or resume it without -p.");
    }
}
