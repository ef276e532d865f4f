using System.Text;

namespace SmartKart.Schemas;

/// <summary>Why a pair fails: down its failing parts, in the order of the reader's schema, each part once.</summary>
internal static class IncompatibilityReport
{
    /// <summary>The reasons, at most so many.</summary>
    public static IReadOnlyList<Incompatibility> Of(SchemaPair root, int max)
    {
        var found = new List<Incompatibility>();
        var seen = new HashSet<SchemaPair> { root };
        var pending = new Stack<(SchemaPair Pair, Trail? Trail)>();
        if (root.Fails) pending.Push((root, null));
        while (found.Count < max && pending.TryPop(out var next))
        {
            foreach (var fault in next.Pair.Faults.Take(max - found.Count)) found.Add(Describe(fault, next.Trail));
            for (var i = next.Pair.Needs.Count - 1; i >= 0; i--)
            {
                var need = next.Pair.Needs[i];
                if (need.Alive > 0) continue;
                var (pair, step) = need.Alternatives[0];        // of several branches that fail, the one that was meant
                if (seen.Add(pair)) pending.Push((pair, new Trail(next.Trail, step)));
            }
        }
        return found;
    }

    private static Incompatibility Describe(PairFault fault, Trail? trail)
    {
        var steps = new Stack<PathStep>();
        steps.Push(fault.At);
        for (var at = trail; at is not null; at = at.Before) steps.Push(at.Step);
        var (pointer, field) = (new StringBuilder(), new StringBuilder());
        foreach (var step in steps)
        {
            pointer.Append(step.Pointer);
            if (step.Field is not null) field.Append(field.Length > 0 ? "." : "").Append(step.Field);
        }
        return new Incompatibility(fault.Kind, pointer.Length == 0 ? "/" : pointer.ToString(), field.ToString(), fault.Reason);
    }

    private sealed record Trail(Trail? Before, PathStep Step);
}
