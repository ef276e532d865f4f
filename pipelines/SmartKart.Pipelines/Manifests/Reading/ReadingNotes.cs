using YamlDotNet.RepresentationModel;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>What reading a file has found: faults, and keys that are passed over. It goes on after a fault, so that an author sees them all at once.</summary>
internal sealed class ReadingNotes(string file)
{
    private readonly List<ManifestFault> _faults = [];
    private readonly List<IgnoredKey> _ignored = [];

    public IReadOnlyList<IgnoredKey> IgnoredKeys => _ignored;

    public bool HasFaults => _faults.Count > 0;

    public ManifestPosition PlaceOf(YamlNode node) => new(file, (int)node.Start.Line, (int)node.Start.Column);

    public SourceText TextOf(YamlScalarNode node) => new(node.Value ?? "", PlaceOf(node));

    public void Fault(YamlNode at, string key, string problem) => Fault(PlaceOf(at), key, problem);

    public void Fault(ManifestPosition at, string key, string problem) => _faults.Add(new ManifestFault(at, key, problem));

    public void Ignore(YamlNode at, string key) => _ignored.Add(new IgnoredKey(PlaceOf(at), key));

    /// <exception cref="ManifestException">There is a fault.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0) throw new ManifestException([.. _faults.OrderBy(fault => fault.At.Line).ThenBy(fault => fault.At.Column)]);
    }
}
