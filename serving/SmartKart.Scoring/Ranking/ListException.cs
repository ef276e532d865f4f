namespace SmartKart.Scoring.Ranking;

/// <summary>A list can't be made by these rules, or of what was given. Nothing was chosen.</summary>
public sealed class ListException : ScoringException
{
    private ListException(string message) : base(message) { }

    internal static ListException BadRule(string name, object value, string range) =>
        new($"A list's {name} is {value}, and must be {range}. Change it where the list's rules are set.");

    internal static ListException NoPlaceFor(string what, int there, int wanted) =>
        new($"There is room for {there} {what}, and {wanted} are needed. Give longer spans, or a {nameof(ListScratch)} of more candidates.");

    internal static ListException Uneven(int items, int scores) =>
        new($"There are {items} candidates and {scores} scores. Give each candidate its score.");

    internal static ListException Unknown(int item, string where, int items) =>
        new($"The candidate {item} is outside the {items} items of {where}. Make both of one catalogue.");
}
