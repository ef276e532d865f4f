namespace SmartKart.Local.Terminal;

/// <summary>A line a reader can paste, and what it does.</summary>
internal sealed record Example(string Line, string Does);

/// <summary>A command whose help closes with examples. Every command of ours is one.</summary>
internal interface IHasExamples
{
    IReadOnlyList<Example> Examples { get; }
}
