using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Http;

/// <summary>Holds what requests say to what it may be.</summary>
internal static class Checked
{
    private const int IdLengthMax = 256, IdsMax = ServedModel.RankedMax;       // a request that names more couldn't have them ranked

    /// <summary>An id: 1 to 256 characters.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static string Id(string field, string? value) => value is { Length: >= 1 and <= IdLengthMax }
        ? value
        : throw new RequestException(field, $"'{field}' is {(value is null ? "missing" : $"{value.Length} characters long")}, and has to be 1 to {IdLengthMax} characters.");

    /// <summary>An id, or null.</summary>
    /// <exception cref="RequestException">It is neither.</exception>
    public static string? OptionalId(string field, string? value) => value is null ? null : Id(field, value);

    /// <summary>Ids, none where there is no list.</summary>
    /// <exception cref="RequestException">One is none, or there are too many.</exception>
    public static IReadOnlyList<string> Ids(string field, IReadOnlyList<string>? values)
    {
        if (values is null) return [];
        if (values.Count > IdsMax) throw new RequestException(field, $"'{field}' has {values.Count} ids, and may have {IdsMax}.");
        for (var at = 0; at < values.Count; at++) Id($"{field}[{at}]", values[at]);
        return values;
    }

    /// <summary>A number in its range.</summary>
    /// <exception cref="RequestException">It isn't.</exception>
    public static int Number(string field, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new RequestException(field, $"'{field}' is {value}, and has to be {least} to {most}.");

    /// <summary>A whole number of a query.</summary>
    /// <exception cref="RequestException">It is none, or is there twice.</exception>
    public static int Number(HttpContext http, string field, int unless, int least, int most)
    {
        if (Query(http, field) is not { } text) return unless;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Number(field, value, least, most)
            : throw new RequestException(field, $"'{field}' is '{text}', and has to be a whole number, {least} to {most}.");
    }

    /// <summary>A parameter of a query; null where it isn't there.</summary>
    /// <exception cref="RequestException">It is there twice.</exception>
    public static string? Query(HttpContext http, string field) => http.Request.Query[field] is { Count: > 1 } values
        ? throw new RequestException(field, $"'{field}' is there {values.Count} times. Give it once.")
        : http.Request.Query[field].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Refuses parameters of a query that mean nothing: most likely one is misspelt.</summary>
    /// <exception cref="RequestException">There is one.</exception>
    public static void NoOthers(HttpContext http, params string[] known)
    {
        if (http.Request.Query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } other)
            throw new RequestException(other, $"There is no parameter '{other}'. There are {string.Join(", ", known)}.");
    }
}
