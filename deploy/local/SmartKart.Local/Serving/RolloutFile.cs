using SmartKart.Serving;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Local.Serving;

/// <summary>The file by which a rollout is changed while the API runs, and what is configured where it isn't there.</summary>
/// <param name="serving">Names the file.</param>
internal sealed class RolloutFile(ServingOptions serving)
{
    /// <summary>Its path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(serving.RolloutFile!);       // the section always names one

    /// <summary>Whether it is there: else what is configured holds.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>The rollout that holds.</summary>
    /// <exception cref="CommandException">What is written can't be used.</exception>
    public RolloutOptions Read()
    {
        try
        {
            return Exists ? RolloutText.Read(File.ReadAllText(Path), Path) : serving.Rollout;
        }
        catch (RolloutException fault)
        {
            throw new CommandException($"{fault.Message} Mend or delete the file.", fault);
        }
    }

    /// <summary>Writes it; no reader meets half of it.</summary>
    public void Write(RolloutOptions rollout)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);     // a rooted file's
        var draft = Path + ".new";
        File.WriteAllText(draft, RolloutText.Write(rollout));
        File.Move(draft, Path, overwrite: true);
    }
}
