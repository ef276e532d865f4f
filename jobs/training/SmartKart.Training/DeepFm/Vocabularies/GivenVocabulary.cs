namespace SmartKart.Training.DeepFm.Vocabularies;

/// <summary>The values are listed beforehand. Id 0 is for all others, null among them; the listed ones follow from 1, in their order.</summary>
public sealed class GivenVocabulary : FieldVocabulary
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <param name="field">Its name.</param>
    /// <param name="values">Compared by their characters; those that come again are passed over.</param>
    public GivenVocabulary(string field, IEnumerable<string> values) : base(field)
    {
        foreach (var value in values) _ids.TryAdd(value, _ids.Count + 1);
    }

    /// <inheritdoc />
    public override int Size => _ids.Count + 1;

    /// <inheritdoc />
    public override int IdOf(string? value) => value is not null && _ids.TryGetValue(value, out var id) ? id : 0;
}
