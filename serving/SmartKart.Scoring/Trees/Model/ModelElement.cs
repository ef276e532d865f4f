using System.Globalization;
using System.Text.Json;

namespace SmartKart.Scoring.Trees.Model;

/// <summary>A value of the model's document and where it stands there, so that every fault names its place. Each reader throws a <see cref="TreeModelException"/>.</summary>
internal readonly record struct ModelElement(JsonElement Json, string Path, ModelFaults Faults)
{
    public bool Has(string name) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out _);

    public ModelElement Member(string name)
    {
        var path = Path.Length == 0 ? name : $"{Path}.{name}";
        return Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var member)
            ? new ModelElement(member, path, Faults)
            : throw Faults.Damaged($"it has no '{path}'");
    }

    public string Text() => Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Faults.Damaged($"'{Path}' is not text"); // a string is never null

    /// <summary>A number of at least 0, as XGBoost writes its parameters: as text.</summary>
    public int Count() => int.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw Faults.Damaged($"'{Path}' is '{Text()}', which is not a count");

    /// <summary>A finite number, as XGBoost writes its parameters.</summary>
    public float Parameter() => float.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
        ? number
        : throw Faults.Damaged($"'{Path}' is '{Text()}', which is not a finite number");

    public IReadOnlyList<ModelElement> Items()
    {
        if (Json.ValueKind != JsonValueKind.Array) throw Faults.Damaged($"'{Path}' is not a list");
        var items = new List<ModelElement>(Json.GetArrayLength());
        foreach (var item in Json.EnumerateArray()) items.Add(new ModelElement(item, $"{Path}[{items.Count}]", Faults));
        return items;
    }

    /// <summary>Whole numbers; true and false are 1 and 0.</summary>
    /// <param name="length">How many there must be, where that is known.</param>
    public int[] Integers(int? length = null)
    {
        var numbers = new int[Length(length)];
        var i = 0;
        foreach (var item in Json.EnumerateArray())
        {
            numbers[i] = item.ValueKind switch
            {
                JsonValueKind.Number when item.TryGetInt32(out var number) => number,
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => throw Faults.Damaged($"'{Path}[{i}]' is {item.GetRawText()}, which is not a whole number"),
            };
            i++;
        }
        return numbers;
    }

    /// <summary>Numbers; whatever is none, or does not fit a float, is not a number. Whoever reads one says whether that is a fault.</summary>
    public float[] Floats(int length)
    {
        var numbers = new float[Length(length)];
        var i = 0;
        foreach (var item in Json.EnumerateArray())
            numbers[i++] = item.ValueKind == JsonValueKind.Number && item.TryGetSingle(out var number) ? number : float.NaN;
        return numbers;
    }

    private int Length(int? expected)
    {
        if (Json.ValueKind != JsonValueKind.Array) throw Faults.Damaged($"'{Path}' is not a list");
        var length = Json.GetArrayLength();
        return expected is null || length == expected ? length : throw Faults.Damaged($"'{Path}' has {length:N0} entries where {expected:N0} are due");
    }
}
