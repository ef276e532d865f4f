using SmartKart.Training.Texts;

namespace SmartKart.Training.Tests.Texts;

/// <summary>Weights of terms as the formulas are written, in double, a text at a time.</summary>
internal static class NaiveTerms
{
    public static Dictionary<string, double> Weigh(string[] text, string[][] all, TermWeighting weighting)
    {
        // A term that one text has alone is left out of the trainer's texts, and so of their lengths.
        string[][] kept = [.. all.Select(each => each.Where(IsShared).ToArray())];
        double products = kept.Count(each => each.Length > 0), mean = kept.Sum(each => each.Length) / products;
        return text.Where(IsShared).GroupBy(term => term).ToDictionary(term => term.Key, term =>
        {
            double often = term.Count(), having = kept.Count(each => each.Contains(term.Key)), length = text.Count(IsShared);
            return weighting == TermWeighting.TfIdf
                ? (1 + Math.Log(often)) * Math.Log(products / having)
                : Math.Log(1 + (products - having + 0.5) / (having + 0.5)) * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / mean));
        });

        bool IsShared(string term) => all.Count(each => each.Contains(term)) > 1;
    }

    public static double Cosine(Dictionary<string, double> one, Dictionary<string, double> other)
    {
        var lengths = Math.Sqrt(one.Values.Sum(weight => weight * weight) * other.Values.Sum(weight => weight * weight));
        return lengths == 0 ? 0 : one.Sum(term => term.Value * other.GetValueOrDefault(term.Key)) / lengths;
    }
}
