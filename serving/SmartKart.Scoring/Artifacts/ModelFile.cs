using System.Security.Cryptography;

namespace SmartKart.Scoring.Artifacts;

/// <summary>A file of a model, and what it was when the model was written.</summary>
/// <param name="Name">In the model's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, 64 lower-case hexadecimal digits.</param>
internal sealed record ModelFile(string Name, long Bytes, string Sha256)
{
    /// <summary>A file as it is now.</summary>
    public static ModelFile Of(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return new ModelFile(name, new FileInfo(path).Length, Hash(path));
    }

    /// <exception cref="ArtifactException">The folder's file is missing, or isn't what it was.</exception>
    public void Hold(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) throw new ArtifactException(path, "isn't there, and the model needs it. Copy the whole folder again.");
        var length = new FileInfo(path).Length;
        if (length != Bytes)
            throw new ArtifactException(path, $"has {length} bytes, and had {Bytes} when the model was written. It was cut off: copy the folder again.");
        if (Hash(path) != Sha256)
            throw new ArtifactException(path, "isn't what the model was written with: its SHA-256 differs. It was changed or damaged: copy the folder again.");
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
