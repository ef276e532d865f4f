using System.Globalization;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Serving;

/// <summary>What the inference API answered a visitor, and how soon it knew what they had done.</summary>
/// <param name="Model">The version that answered; null where what sells best was offered, for the history taught no model.</param>
/// <param name="Steps">What was done, one after the other.</param>
/// <param name="Requests">How many lists were asked for to tell how long one takes.</param>
/// <param name="P50Ms">Half of them took no longer.</param>
/// <param name="P99Ms">Of a hundred one took longer.</param>
internal sealed record ServingShown(int? Model, IReadOnlyList<ServingShown.Step> Steps, int Requests, double P50Ms, double P99Ms)
{
    public object ToDocument() => new { ModelVersion = Model, Steps, Requests, P50Ms, P99Ms };

    public void Print()
    {
        var table = new Table().AddColumns("a visitor", "is offered", "after", "why");
        foreach (var step in Steps)
            table.AddRow(
                Markup.Escape(step.What), Markup.Escape(string.Join(", ", step.Offered)),
                step.AfterMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:N0} ms") : "", Markup.Escape(step.Why));
        var console = ResultConsole.Create();
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Requests} lists over HTTP, one after the other: half within {P50Ms:0.0} ms, 99 of 100 within {P99Ms:0.0} ms."));
    }

    /// <summary>Something that was done.</summary>
    /// <param name="What">In words.</param>
    /// <param name="Offered">What the visitor was offered then.</param>
    /// <param name="AfterMs">How long after it that was so; null for what needs no time.</param>
    /// <param name="Why">Why the first of it is offered.</param>
    /// <param name="Rung">How the list was made.</param>
    internal sealed record Step(string What, IReadOnlyList<string> Offered, double? AfterMs, string Why, string Rung);
}
