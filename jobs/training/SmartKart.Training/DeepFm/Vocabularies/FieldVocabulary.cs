namespace SmartKart.Training.DeepFm.Vocabularies;

/// <summary>Turns the values of one categorical field into its ids. Immutable, so thread safe.</summary>
public abstract class FieldVocabulary
{
    private protected FieldVocabulary(string field) => Field = field;

    /// <summary>The field's name.</summary>
    public string Field { get; }

    /// <summary>How many ids there are: 0 up to, not with, this.</summary>
    public abstract int Size { get; }

    /// <summary>The id of a value; every value has one, null too.</summary>
    public abstract int IdOf(string? value);
}
