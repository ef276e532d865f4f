using System.Collections.Concurrent;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>What a logit is fitted to: for each click that was proposed, the rows of all that was proposed with it, and which was clicked.</summary>
internal sealed class BlendCases
{
    private BlendCases(List<BlendCase> cases, int width) => (Cases, Width) = (cases, width);

    public IReadOnlyList<BlendCase> Cases { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Goes through sessions that the layout's models have not been trained on.</summary>
    /// <param name="layout">What proposes and describes.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="casesMax">About how many cases are taken: evenly spread sessions, where there are more.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BlendCases Of(BlendLayout layout, SessionSet sessions, int casesMax, CancellationToken cancellation)
    {
        var all = Math.Max(sessions.Clicks - sessions.Count, 1);
        var taken = Math.Max(1, (int)((long)sessions.Count * Math.Min(casesMax, all) / all));
        var found = new List<BlendCase>[taken];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(0, taken), options, () => new BlendFeatures(layout), (range, _, features) =>
        {
            for (var at = range.Item1; at < range.Item2; at++)
                found[at] = Follow(sessions[(int)((long)at * sessions.Count / taken)], layout, features);
            return features;
        }, _ => { });
        return new BlendCases([.. found.SelectMany(cases => cases)], layout.Width);
    }

    private static List<BlendCase> Follow(ReadOnlySpan<int> session, BlendLayout layout, BlendFeatures features)
    {
        var cases = new List<BlendCase>();
        for (var clicked = 1; clicked < session.Length; clicked++)
        {
            if (session[clicked] == SessionSet.Unknown) continue;
            features.Read(session[..clicked]);
            var place = features.PlaceOf(session[clicked]);
            // What no model proposes no weights can rank.
            if (place >= 0) cases.Add(new BlendCase(layout.LengthKindOf(clicked), features.Rows.ToArray(), place));
        }
        return cases;
    }
}

/// <summary>A click to be ranked.</summary>
/// <param name="LengthKind">Which set of weights it is for.</param>
/// <param name="Rows">Candidates × width, row-major.</param>
/// <param name="Chosen">The row of the item that was clicked.</param>
internal sealed record BlendCase(int LengthKind, float[] Rows, int Chosen);
