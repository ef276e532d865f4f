using System.Globalization;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Topics;

/// <summary>What a setting's value is, by the numbers of Kafka's DescribeConfigs.</summary>
internal enum SettingType : sbyte
{
    Boolean = 1,
    String = 2,
    Int32 = 3,
    Int64 = 5,
    Double = 6,
    List = 7,
}

/// <summary>One setting of a topic.</summary>
/// <param name="Name">Kafka's name.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Default">What holds where nobody set it.</param>
/// <param name="Doc">What it does here.</param>
/// <param name="Apply">
/// Turns a value into a log's settings; null where the setting is taken and kept, as clients expect, and changes nothing. It throws
/// <see cref="FormatException"/>, <see cref="OverflowException"/> or <see cref="ArgumentException"/> at a value that is none.
/// </param>
internal sealed record TopicSetting(string Name, SettingType Type, string Default, string Doc, Func<LogSettings, string, LogSettings>? Apply = null)
{
    /// <returns>Why a value is none for this setting; null where it is one.</returns>
    public string? FaultIn(string value)
    {
        try
        {
            _ = Type switch
            {
                SettingType.Boolean => bool.Parse(value),
                SettingType.Int32 => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                SettingType.Int64 => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                SettingType.Double => double.Parse(value, CultureInfo.InvariantCulture),
                _ => (object)value,
            };
            Apply?.Invoke(LogSettings.Default, value).Check();
            return null;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            return $"'{value}' is no value for {Name}, {Doc} The default is '{Default}'.";
        }
    }
}
