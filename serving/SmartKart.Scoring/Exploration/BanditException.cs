namespace SmartKart.Scoring.Exploration;

/// <summary>A bandit can't be made of these settings or arrays, or can't be told or asked what it was.</summary>
public sealed class BanditException : ScoringException
{
    internal BanditException(string message) : base(message) { }

    internal static BanditException BadSetting(string name, object value, string range) =>
        new($"A bandit's {name} is {value}, and must be {range}. Change it where the bandit's options are set.");

    internal static BanditException Unknown(string what, int value, int count) =>
        new($"There is no {what} {value}: the bandit has {count}, counted from 0. Make it of as many as the catalogue has.");

    internal static BanditException Misfit(string what, long has, string wanted) =>
        new($"A bandit's {what} has {has} values, and {wanted} are wanted. It was cut, or written by another version: train it again.");
}
