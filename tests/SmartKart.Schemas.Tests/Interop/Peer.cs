using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>
/// An Avro library of another language. A batch of jobs goes to one process of it, through files in a temporary folder; a
/// process per message would take an hour.
/// </summary>
/// <param name="Name">The library.</param>
/// <param name="Program">Its script; asking for it skips the test where the library is absent.</param>
internal sealed record Peer(string Name, Func<PeerProgram> Program)
{
    /// <summary>avsc, of npm.</summary>
    public static Peer Avsc { get; } = new("avsc", () => PeerProgram.Node("Interop/avsc_peer.cjs"));

    /// <summary>python3-avro, of Debian.</summary>
    public static Peer Python { get; } = new("python3-avro", () => PeerProgram.Python("Interop/python_peer.py"));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Runs jobs in one process.</summary>
    /// <returns>Each job's answers, in its messages' order.</returns>
    public IReadOnlyList<IReadOnlyList<PeerAnswer>> Run(IReadOnlyList<PeerJob> jobs)
    {
        var program = Program();
        var folder = Directory.CreateTempSubdirectory("smartkart-peer-").FullName;
        try
        {
            var manifest = new JsonArray();
            for (var i = 0; i < jobs.Count; i++) manifest.Add(jobs[i].Write(folder, i));
            File.WriteAllText(Path.Combine(folder, "jobs.json"), manifest.ToJsonString(new JsonSerializerOptions { MaxDepth = 256 }));
            program.Run(folder);
            return [.. jobs.Select((_, i) => PeerAnswer.ReadAll(File.ReadAllBytes(Path.Combine(folder, $"{i}.out"))))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
