using SmartKart.Scoring.Artifacts;

namespace SmartKart.Scoring.Tests.Registry;

/// <summary>A model of one file, <c>content.txt</c>, and its <c>MLmodel</c>.</summary>
internal static class RegisteredThing
{
    public static void Write(string folder, string content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "content.txt"), content);
        MlModel.Write(folder, "thing", new Dictionary<string, string>(), ["content.txt"]);
    }
}
