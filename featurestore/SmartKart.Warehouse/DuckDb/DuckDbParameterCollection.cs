using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>A command's parameters: by place for <c>?</c> and <c>$1</c>, by name for <c>$name</c>.</summary>
[SuppressMessage("Design", "CA1010", Justification = "ADO.NET's collections are not generic.")]
public sealed class DuckDbParameterCollection : DbParameterCollection
{
    private readonly List<DuckDbParameter> _parameters = [];

    internal DuckDbParameterCollection() { }

    /// <inheritdoc/>
    public override int Count => _parameters.Count;

    /// <inheritdoc/>
    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    /// <summary>Adds a value for the next <c>?</c> or <c>$1</c>, <c>$2</c>, ….</summary>
    /// <param name="value">See <see cref="DuckDbParameter.Value"/>; a <see cref="DuckDbParameter"/> is added as it is.</param>
    /// <returns>Its place.</returns>
    public override int Add(object? value)
    {
        _parameters.Add(value as DuckDbParameter ?? new DuckDbParameter(value));
        return Count - 1;
    }

    /// <summary>Adds a value for <c>$name</c>.</summary>
    /// <param name="name">With or without its <c>$</c>.</param>
    /// <param name="value">See <see cref="DuckDbParameter.Value"/>.</param>
    public DuckDbParameter AddWithValue(string name, object? value)
    {
        var parameter = new DuckDbParameter(name, value);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (var value in values) Add(value);
    }

    /// <inheritdoc/>
    public override void Clear() => _parameters.Clear();

    /// <inheritdoc/>
    public override bool Contains(object? value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object? value) => value is DuckDbParameter parameter ? _parameters.IndexOf(parameter) : -1;

    /// <summary>The place of a name, with or without <c>$</c>, whatever its case: DuckDB's names have none.</summary>
    public override int IndexOf(string parameterName)
    {
        var bare = parameterName.TrimStart('$', '@', ':');
        return _parameters.FindIndex(parameter => parameter.BareName.Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override void Insert(int index, object? value) => _parameters.Insert(index, OfOurs(value));

    /// <inheritdoc/>
    public override void Remove(object? value) => _parameters.Remove(OfOurs(value));

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(PlaceOf(parameterName));

    internal DuckDbParameter At(int place) => _parameters[place];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _parameters[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _parameters[PlaceOf(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = OfOurs(value);

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => _parameters[PlaceOf(parameterName)] = OfOurs(value);

    private int PlaceOf(string name) => IndexOf(name) is >= 0 and var place
        ? place
        : throw new ArgumentOutOfRangeException(nameof(name), name,
            $"The command has no parameter of this name. It has {string.Join(", ", _parameters.Select(parameter => $"'{parameter.ParameterName}'"))}.");

    private static DuckDbParameter OfOurs(object? value) => value as DuckDbParameter ?? throw new InvalidCastException(
        $"A {value?.GetType().ToString() ?? "null"} is no {nameof(DuckDbParameter)}. Make parameters by the command's CreateParameter.");
}
