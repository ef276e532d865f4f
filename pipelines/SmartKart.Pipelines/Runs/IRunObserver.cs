using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Runs;

/// <summary>Is told how a run gets on. Calls may come from several threads at once.</summary>
public interface IRunObserver
{
    /// <summary>A node changed its phase.</summary>
    void Changed(NodeRecord node);

    /// <summary>A step wrote a line, which is in its log too.</summary>
    void Wrote(string node, string line);
}
