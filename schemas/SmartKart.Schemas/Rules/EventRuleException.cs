using System.Globalization;

namespace SmartKart.Schemas;

/// <summary>An event that can be read, and can't be true: its bytes are its contract's, and what they say breaks one of the contract's rules.</summary>
public sealed class EventRuleException : SchemaException
{
    private EventRuleException(string topic, string field, string message) : base(message) => (Topic, Field) = (topic, field);

    /// <summary>The topic whose event it is.</summary>
    public string Topic { get; }

    /// <summary>The field's dotted path.</summary>
    public string Field { get; }

    internal static EventRuleException Length(string topic, string field, int characters, int min, int max) => Of(topic, field, string.Create(
        CultureInfo.InvariantCulture, $"a {field} of {characters} characters. It has {min} to {max}."));

    internal static EventRuleException Currency(string topic, string field, string code) => Of(topic, field,
        $"the {field} '{code}', which is no currency of ISO 4217. Write its code in three capitals, or XXX where there are no prices.");

    internal static EventRuleException Below(string topic, string field, decimal value, decimal min) => Of(topic, field, string.Create(
        CultureInfo.InvariantCulture, $"a {field} of {value}. It is {min} or more."));

    internal static EventRuleException Zero(string topic, string field) => Of(topic, field, $"a {field} of 0. Where nothing changed there is no event.");

    internal static EventRuleException Sum(string topic, string field, long value, long first, string firstName, long second, string secondName) => Of(
        topic, field, string.Create(
            CultureInfo.InvariantCulture, $"a {field} of {value}, with {firstName} {first} and {secondName} {second}. It is {firstName} + {secondName}."));

    internal static EventRuleException NoTime(string topic, string field, long micros) => Of(topic, field, string.Create(
        CultureInfo.InvariantCulture, $"the {field} {micros} microseconds since 1970. Times are from 1970 on, and before the year 10000: its producer may count in another unit."));

    internal static EventRuleException Ahead(string topic, string field, long micros, TimeSpan ahead) => Of(topic, field, string.Create(
        CultureInfo.InvariantCulture,
        $"the {field} {DateTimeOffset.UnixEpoch.AddMicroseconds(micros):O}. That is more than {ahead.TotalSeconds:0} s ahead of its record's time: set the clock of its producer right."));

    private static EventRuleException Of(string topic, string field, string what) => new(topic, field, $"An event of {topic} has {what}");
}
