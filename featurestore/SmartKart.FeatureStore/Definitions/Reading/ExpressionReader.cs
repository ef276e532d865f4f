using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Parses and binds the expressions of a definition; their faults are placed in the definition's file.</summary>
internal sealed class ExpressionReader(FaultList faults)
{
    /// <summary>The expression, or null where it is none and there is a fault.</summary>
    internal Expression? Parse(YamlText text, string key)
    {
        try
        {
            return Expression.Parse(text.Text);
        }
        catch (ExpressionException fault)
        {
            // Between braces YAML takes a comma for the end of the value.
            var hint = fault.Position == text.Text.Length && text.TextOffset == 0 ? " If it goes on after a comma, put it between double quotes." : "";
            faults.Add(text.PlaceOf(fault.Position), key, fault.Problem + hint);
            return null;
        }
    }

    /// <summary>The expression bound to a row, or null where that fails and there is a fault.</summary>
    /// <param name="text">As written.</param>
    /// <param name="key">What it is the value of.</param>
    /// <param name="row">What it may read.</param>
    /// <param name="type">What it must give; null for any type.</param>
    /// <param name="whyUnreadable">What keeps a field of that name from being read, if something does.</param>
    internal BoundExpression? Bind(YamlText text, string key, RowSchema row, ScalarType? type, Func<string, string?> whyUnreadable)
    {
        if (Parse(text, key) is not { } expression) return null;
        if (expression.FieldNames.Select(whyUnreadable).FirstOrDefault(why => why is not null) is { } reason)
        {
            faults.Add(text.At, key, reason);
            return null;
        }
        try
        {
            return type is { } wanted ? expression.Bind(row, wanted) : expression.Bind(row);
        }
        catch (ExpressionException fault)
        {
            faults.Add(text.PlaceOf(fault.Position), key, fault.Problem);
            return null;
        }
    }
}
