namespace SmartKart.Broker.SchemaRegistry;

/// <summary>A version of a subject. Ordered by subject, character by character, then by version.</summary>
internal readonly record struct SchemaPlace(string Subject, int Version) : IComparable<SchemaPlace>
{
    public int CompareTo(SchemaPlace other)
    {
        var bySubject = string.CompareOrdinal(Subject, other.Subject);
        return bySubject != 0 ? bySubject : Version.CompareTo(other.Version);
    }

    public static bool operator <(SchemaPlace one, SchemaPlace other) => one.CompareTo(other) < 0;
    public static bool operator >(SchemaPlace one, SchemaPlace other) => one.CompareTo(other) > 0;
    public static bool operator <=(SchemaPlace one, SchemaPlace other) => one.CompareTo(other) <= 0;
    public static bool operator >=(SchemaPlace one, SchemaPlace other) => one.CompareTo(other) >= 0;
}
