using System.Text;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Tests.Online.Protocol;

/// <summary>Redis' protocol, as it is written in https://redis.io/docs/latest/develop/reference/protocol-spec/.</summary>
public sealed class RespTests
{
    private static readonly byte[] Replies = Encoding.ASCII.GetBytes(
        "+OK\r\n*3\r\n$2\r\nab\r\n$-1\r\n*2\r\n:7\r\n$0\r\n\r\n-ERR no\r\n:-12\r\n*-1\r\n*0\r\n$4\r\n\r\n\r\n\r\n");

    [Fact]
    public void A_command_is_an_array_of_its_parts()
    {
        var commands = new RespCommands().Append("GET", "ключ");
        commands.Begin(3).Add("SET"u8).Add("k"u8).Add(-42);
        Encoding.UTF8.GetString(commands.Written).ShouldBe("*2\r\n$3\r\nGET\r\n$8\r\nключ\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\n-42\r\n");
        commands.Count.ShouldBe(2);
    }

    [Fact]
    public void Replies_are_whole_with_their_last_byte_however_they_arrive()
    {
        for (var first = 0; first <= Replies.Length; first++)
        {
            for (var second = first; second <= Replies.Length; second++)
            {
                var frames = new RespFrames();
                frames.Begin(7);
                foreach (var arrived in new[] { first, second })
                {
                    frames.TryFind(Replies.AsSpan(0, arrived), out var length).ShouldBe(arrived == Replies.Length);
                    length.ShouldBeInRange(arrived == Replies.Length ? arrived : arrived + 1, Replies.Length);
                    if (arrived == Replies.Length) break;
                }
            }
        }
    }

    [Fact]
    public void What_follows_the_replies_is_left_for_the_next()
    {
        var frames = new RespFrames();
        frames.Begin(2);
        frames.TryFind(Replies, out var length).ShouldBeTrue();
        Encoding.ASCII.GetString(Replies.AsSpan(length)).ShouldStartWith("-ERR");
    }

    [Fact]
    public void Replies_read_as_what_they_are()
    {
        var reader = new RespReader(Replies);
        reader.Read().ShouldBe(RespKind.Line);
        reader.Text.ShouldBe("OK");
        reader.Read().ShouldBe(RespKind.Array);
        reader.Number.ShouldBe(3);
        reader.Read().ShouldBe(RespKind.Bytes);
        reader.Text.ShouldBe("ab");
        reader.Read().ShouldBe(RespKind.Null);
        reader.Skip();
        reader.Read().ShouldBe(RespKind.Error);
        reader.Text.ShouldBe("ERR no");
        reader.Read().ShouldBe(RespKind.Number);
        reader.Number.ShouldBe(-12);
        reader.Read().ShouldBe(RespKind.Null);
        reader.Read().ShouldBe(RespKind.Array);
        reader.Read().ShouldBe(RespKind.Bytes);
        reader.Text.ShouldBe("\r\n\r\n");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("*99999999999999999999\r\n")]
    [InlineData("$9999999999\r\n")]
    [InlineData("\r\n")]
    public void What_is_no_reply_is_refused(string text)
    {
        var frames = new RespFrames();
        frames.Begin(1);
        Should.Throw<FormatException>(() => frames.TryFind(Encoding.ASCII.GetBytes(text), out _));
    }

    // From the cluster specification, and CRC16's own check value.
    [Theory]
    [InlineData("123456789", 0x31C3)]
    [InlineData("foo", 12_182)]
    [InlineData("bar{foo}baz", 12_182)]
    [InlineData("{foo}{bar}", 12_182)]
    [InlineData("", 0)]
    public void A_key_lies_in_the_slot_of_what_its_first_braces_hold(string key, int slot) => HashSlot.Of(Encoding.ASCII.GetBytes(key)).ShouldBe(slot);

    [Fact]
    public void Empty_braces_hold_nothing() => HashSlot.Of("foo{}{bar}"u8).ShouldNotBe(HashSlot.Of("bar"u8));
}
