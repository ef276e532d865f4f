using System.Runtime.CompilerServices;

namespace SmartKart.Broker.Protocol;

/// <summary>
/// The words in which a message describes its layout: one per type of Kafka's protocol, each naming the field and the
/// versions that have it. A field that a version lacks is left as it was when reading and left out when writing. Tagged
/// fields come last, by rising tag: that is where the wire has them.
/// </summary>
/// <remarks>Codecs are structs, so that each message's description is compiled for each of them, with no call left virtual.</remarks>
internal interface IMessageCodec
{
    /// <summary>The <c>until</c> of a field that the newest version still has.</summary>
    const short Latest = short.MaxValue;

    /// <summary>The <c>nullableSince</c> of a field that has been nullable for as long as it exists.</summary>
    const short FromTheStart = -1;

    void Bool(scoped ref bool value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Int8(scoped ref sbyte value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Int16(scoped ref short value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Int32(scoped ref int value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Int64(scoped ref long value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Uuid(scoped ref Guid value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    /// <summary>An int16 that is one of Kafka's error codes.</summary>
    void Error(scoped ref ErrorCode value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void String(scoped ref string value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    /// <param name="value">The field.</param>
    /// <param name="since">The first version that has it.</param>
    /// <param name="until">The last version that has it.</param>
    /// <param name="nullableSince">The first version in which it may be null.</param>
    /// <param name="compact">False where even flexible versions write it in the old way.</param>
    /// <param name="name">Its name.</param>
    void NullableString(
        scoped ref string? value, short since = 0, short until = Latest, short nullableSince = FromTheStart, bool compact = true,
        [CallerArgumentExpression(nameof(value))] string name = "");

    void Bytes(scoped ref byte[] value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void NullableBytes(
        scoped ref byte[]? value, short since = 0, short until = Latest, short nullableSince = FromTheStart,
        [CallerArgumentExpression(nameof(value))] string name = "");

    /// <summary>Record batches, or null. They are never copied on their way through a message.</summary>
    void Records(scoped ref Records? value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Array(scoped ref List<int> value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Array(scoped ref List<long> value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Array(scoped ref List<string> value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "");

    void Array<T>(scoped ref List<T> value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class, IMessagePart, new();

    void NullableArray(
        scoped ref List<int>? value, short since = 0, short until = Latest, short nullableSince = FromTheStart,
        [CallerArgumentExpression(nameof(value))] string name = "");

    void NullableArray(
        scoped ref List<string>? value, short since = 0, short until = Latest, short nullableSince = FromTheStart,
        [CallerArgumentExpression(nameof(value))] string name = "");

    void NullableArray<T>(
        scoped ref List<T>? value, short since = 0, short until = Latest, short nullableSince = FromTheStart,
        [CallerArgumentExpression(nameof(value))] string name = "") where T : class, IMessagePart, new();

    void Part<T>(scoped ref T value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class, IMessagePart, new();

    void NullablePart<T>(scoped ref T? value, short since = 0, short until = Latest, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class, IMessagePart, new();

    /// <summary>A tagged field is written only where it differs from what its absence means: here, from false.</summary>
    void Tagged(int tag, scoped ref bool value, short since, [CallerArgumentExpression(nameof(value))] string name = "");

    void Tagged(int tag, scoped ref long value, short since, long absent, [CallerArgumentExpression(nameof(value))] string name = "");

    void Tagged(int tag, scoped ref Guid value, short since, [CallerArgumentExpression(nameof(value))] string name = "");

    void Tagged(int tag, scoped ref ErrorCode value, short since, [CallerArgumentExpression(nameof(value))] string name = "");

    void Tagged(int tag, scoped ref string? value, short since, [CallerArgumentExpression(nameof(value))] string name = "");

    /// <summary>A structure that is not sent where it is null.</summary>
    void Tagged<T>(int tag, scoped ref T? value, short since, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class, IMessagePart, new();

    /// <summary>A list that is not sent where it is empty.</summary>
    void Tagged(int tag, scoped ref List<int> value, short since, [CallerArgumentExpression(nameof(value))] string name = "");

    /// <summary>A list that is not sent where it is empty.</summary>
    void Tagged<T>(int tag, scoped ref List<T> value, short since, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class, IMessagePart, new();
}
