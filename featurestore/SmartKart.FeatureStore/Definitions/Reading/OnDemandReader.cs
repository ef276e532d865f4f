using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads the on-demand features of a view, which may read each other: each after those that it reads.</summary>
/// <param name="faults">Takes the faults.</param>
/// <param name="expressions">Binds them.</param>
/// <param name="whyUnreadable">Why a feature cannot be read by an expression, where one cannot.</param>
/// <param name="isBroken">Whether a name is of a feature that has a fault of its own, so that whoever reads it needs no other.</param>
internal sealed class OnDemandReader(FaultList faults, ExpressionReader expressions, Func<string, string?> whyUnreadable, Func<string, bool> isBroken)
{
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>Takes a feature in; it is bound by <see cref="Bind"/>, when all are known.</summary>
    internal void Add(YamlText name, YamlMapping body, string path)
    {
        var keys = new KeyReader(body, path, faults, ["on_demand", "description"]);
        var text = keys.Text("on_demand");
        if (text is null || expressions.Parse(text, keys.PathOf("on_demand")) is not { } expression)
            _failed.Add(name.Text);
        else
            _pending.Add(name.Text, new Pending(name, keys.Description(), text, keys.PathOf("on_demand"), expression.FieldNames));
    }

    /// <summary>Binds them all. Those in a circle, and those that read a broken one, are left out.</summary>
    /// <param name="row">What all of them may read.</param>
    /// <returns>The features, and the row with them at its end, in the order in which they are computed.</returns>
    internal (IReadOnlyList<OnDemandDefinition> Definitions, RowSchema Row) Bind(RowSchema row)
    {
        var definitions = new List<OnDemandDefinition>();
        var ready = new Queue<Pending>(_pending.Values.Where(IsReady));
        while (ready.TryDequeue(out var next))
        {
            _pending.Remove(next.Name.Text);
            var isWhole = !next.Reads.Any(read => _failed.Contains(read) || isBroken(read));
            if (isWhole && expressions.Bind(next.Text, next.Key, row, type: null, whyUnreadable) is { } bound)
            {
                definitions.Add(new OnDemandDefinition(next.Name.Text, next.Description, next.Name.At, bound));
                // A name that is there already is refused by whoever keeps the features.
                if (row.PlaceOf(next.Name.Text) < 0) row = row.With(new RowField(next.Name.Text, bound.Type, bound.IsNullable));
            }
            else
            {
                _failed.Add(next.Name.Text);
            }
            foreach (var waiting in _pending.Values)
            {
                if (waiting.Reads.Contains(next.Name.Text) && IsReady(waiting)) ready.Enqueue(waiting);
            }
        }
        if (_pending.Count > 0) RefuseCircle();
        return (definitions, row);
    }

    private bool IsReady(Pending feature) => !feature.Reads.Any(_pending.ContainsKey);

    // What is left waits for another that is left: following that must come back to where it was.
    private void RefuseCircle()
    {
        var walked = new List<string>();
        var at = _pending.Values.MinBy(feature => (feature.Name.At.Line, feature.Name.At.Column))!;      // there is one
        while (!walked.Contains(at.Name.Text))
        {
            walked.Add(at.Name.Text);
            at = _pending[at.Reads.First(_pending.ContainsKey)];
        }
        var circle = walked.Skip(walked.IndexOf(at.Name.Text)).Append(at.Name.Text);
        faults.Add(at.Text.At, at.Key, $"features read each other in a circle: {string.Join(" → ", circle)}. Write one of them without the others.");
    }

    private sealed record Pending(YamlText Name, string Description, YamlText Text, string Key, IReadOnlyList<string> Reads);
}
