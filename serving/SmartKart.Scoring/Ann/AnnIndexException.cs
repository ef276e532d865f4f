namespace SmartKart.Scoring.Ann;

/// <summary>An index cannot be built, opened or searched as asked.</summary>
public sealed class AnnIndexException : ScoringException
{
    private AnnIndexException(string message, Exception? cause = null) : base(message, cause) { }

    internal static AnnIndexException NoVectors() => new("An index is to be built of no vectors. Give at least one.");

    internal static AnnIndexException NotRows(int numbers, int dims) => new(
        $"{numbers} numbers are not whole rows of {dims} dimensions. Give vectors row after row, each of the same length.");

    internal static AnnIndexException BadSetting(string name, long value, string range) => new(
        $"The index's {name} is {value}. Set it to {range}.");

    internal static AnnIndexException NotFinite(int row, int column, float value) => new(
        $"Row {row} of the vectors has {value} in column {column}. Leave that row out, or train again: an index holds finite numbers only.");

    internal static AnnIndexException TooLarge(int row) => new(
        $"Row {row} of the vectors is so long that its squares leave the range of a float. Scale the vectors down.");

    internal static AnnIndexException QueryNotFinite() => new(
        "The query has a number that is not finite, or its squares leave the range of a float. Check where it was computed.");

    internal static AnnIndexException OtherDims(int dims, int expected) => new(
        $"The query has {dims} dimensions, the index {expected}. Ask with a vector of the model that the index was built from.");

    internal static AnnIndexException NoPlaces() => new(
        "A search for less than one neighbour. Give room for at least one result.");

    internal static AnnIndexException OtherRows(int rows, int expected) => new(
        $"The allowed rows are of an index of {rows} rows; this one has {expected}. Make the set for the index that is searched.");

    internal static AnnIndexException NoFile(string path, Exception cause) => new(
        $"The index {path} cannot be read: {cause.Message} Save it there first, or point to where it is.", cause);

    internal static AnnIndexException NotSaved(string path, Exception cause) => new(
        $"The index could not be saved as {path}: {cause.Message} What was there before is untouched.", cause);

    internal static AnnIndexException NotAnIndex(string path) => new(
        $"{path} is not an index: it does not begin as one. Point to a file that was saved by {nameof(HnswIndex)}.");

    internal static AnnIndexException OtherVersion(string path, int version, int expected) => new(
        $"The index {path} is of version {version} of the format; this program reads version {expected}. Build the index again.");

    internal static AnnIndexException Truncated(string path, long bytes, long expected) => new(
        $"The index {path} has {bytes} bytes, and should have {expected}. Copy it again, or build it again.");

    internal static AnnIndexException Damaged(string path, string what) => new(
        $"The index {path} is damaged: {what}. Copy it again, or build it again.");
}
