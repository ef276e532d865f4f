using System.Buffers;
using System.Buffers.Text;
using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// What entities are called in Redis: each is a hash, in which a view has the field of its name and version. Immutable, thread safe; hot path:
/// per key of a read.
/// <code>
/// smartkart:{user:42}                user_activity@1, user_affinity@2 …
/// smartkart:{user:42:category:7}     user_category_activity@1
/// </code>
/// What stands in braces says on which node of a cluster a key lies. In a value, all but what a name or number usually has is written as %XX, so
/// that no two keys meet and none breaks out of its braces.
/// </summary>
internal sealed class OnlineKeys
{
    private readonly byte[][] _before;
    private readonly bool[] _isText;

    /// <summary>The keys of a view's entities.</summary>
    /// <param name="prefix">What all keys begin with.</param>
    /// <param name="view">The view.</param>
    public OnlineKeys(string prefix, ViewPlan view)
    {
        var before = new List<byte[]>();
        var open = prefix + ":{";
        foreach (var entity in view.View.Entities)
        {
            open += entity.Name;
            foreach (var _ in entity.JoinKeys)
            {
                before.Add(Encoding.UTF8.GetBytes(open + ":"));
                open = "";
            }
            open = ":";
        }
        _before = [.. before];
        Field = Encoding.UTF8.GetBytes(view.View.Id);
        _isText = [.. view.View.Source!.Keys.Select(key => key.Type == ScalarType.String)];      // what has tiles has a source
    }

    /// <summary>The view's field in the hash of each.</summary>
    public byte[] Field { get; }

    /// <summary>How many values a key has.</summary>
    public int Count => _before.Length;

    /// <summary>Appends a key.</summary>
    /// <param name="values">A row of join keys, of the types that the view's source gives them.</param>
    /// <param name="places">Where this view's values are in it; none for the first ones.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Whether there is such a key: none of its values is NULL. If there isn't, nothing was appended.</returns>
    public bool TryWrite(ReadOnlySpan<Scalar> values, ReadOnlySpan<int> places, IBufferWriter<byte> output)
    {
        for (var i = 0; i < _before.Length; i++)
        {
            if (values[places.IsEmpty ? i : places[i]].IsNull) return false;
        }
        for (var i = 0; i < _before.Length; i++)
        {
            output.Write(_before[i]);
            ref readonly var value = ref values[places.IsEmpty ? i : places[i]];
            if (_isText[i]) WriteText(value.String!, output);      // it isn't NULL
            else WriteNumber(value.Int64, output);
        }
        output.Write("}"u8);
        return true;
    }

    private static void WriteNumber(long number, IBufferWriter<byte> output)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var bytes);
        output.Advance(bytes);
    }

    private static void WriteText(string text, IBufferWriter<byte> output)
    {
        // Each UTF-16 unit has at most three bytes of UTF-8, and each of these at most three when escaped.
        var bytes = output.GetSpan(9 * text.Length);
        var length = Encoding.UTF8.GetBytes(text, bytes);
        var at = bytes[..length].IndexOfAnyExcept(Plain);
        if (at >= 0) length = Escape(bytes, at, length);
        output.Advance(length);
    }

    private static int Escape(Span<byte> bytes, int from, int length)
    {
        var rest = length - from;
        // The unescaped rest moves to the end of its room, so that what is written never reaches what is still to be read.
        var source = bytes.Slice(from + (2 * rest), rest);
        bytes.Slice(from, rest).CopyTo(source);
        var at = from;
        foreach (var next in source)
        {
            if (Plain.Contains(next))
            {
                bytes[at++] = next;
                continue;
            }
            bytes[at] = (byte)'%';
            Utf8Formatter.TryFormat(next, bytes.Slice(at + 1, 2), out _, new StandardFormat('X', 2));
            at += 3;
        }
        return at;
    }

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@+=/"u8);
}
