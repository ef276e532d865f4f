using System.Text.RegularExpressions;

namespace SmartKart.Pipelines.Runs.Processes;

/// <summary>
/// Lets a step that was written for a container's file system run without one: the paths that its template declares for inputs and outputs become paths below
/// the step's own folder, wherever they stand in its command, arguments, environment and source. Other paths stay as they are.
/// </summary>
/// <remarks>A path is met where it stands by itself or as the beginning of a longer one: <c>/tmp/out</c> in <c>/tmp/out/a</c>, not in
/// <c>/tmp/output</c>.</remarks>
internal sealed class PathMapping
{
    private const string NoPathBefore = @"(?<![\w./-])";
    private const string EndOfName = @"(?![\w-]|\.\w)";

    private readonly string _folder;
    private readonly Regex? _declared;

    /// <param name="folder">What stands for the container's root.</param>
    /// <param name="declared">Paths from the container's root.</param>
    public PathMapping(string folder, IEnumerable<string> declared)
    {
        _folder = folder;
        // The longest first, or a folder would be met where a file in it is meant.
        var paths = declared.Select(path => path.TrimEnd('/')).Where(path => path.Length > 1).Distinct().OrderByDescending(path => path.Length)
            .Select(Regex.Escape).ToArray();
        _declared = paths.Length == 0 ? null : new Regex($"{NoPathBefore}(?:{string.Join('|', paths)}){EndOfName}", RegexOptions.CultureInvariant);
    }

    /// <summary>Where a path of the container is here.</summary>
    public string Of(string path) => Path.Combine(_folder, path.TrimStart('/').TrimEnd('/'));

    /// <summary>A text in which the declared paths are those of this machine.</summary>
    public string Rewrite(string text) => _declared?.Replace(text, match => Of(match.Value)) ?? text;
}
