using System.Text;
using SmartKart.Backfill.Replay;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Tests.Replay;

public sealed class TopicPublicationTests
{
    private static readonly Topic Reviews = TopicCatalog.Shipped[Topics.ProductReviewed];

    [Fact]
    public void An_event_that_its_bytes_do_not_carry_stops_the_replay_and_shows_both()
    {
        using var publication = new TopicPublication<Note>(Reviews, new SchemaId(1));

        var fault = Should.Throw<ReplayException>(() => publication.Add(new Note("tea", DateTimeOffset.UnixEpoch, "remember me")));

        fault.Topic.ShouldBe("product_reviewed");
        fault.Message.ShouldContain("Text = remember me");
        fault.Message.ShouldContain("Text =  }");
        publication.Totals.Events.ShouldBe(0);
    }

    [Fact]
    public void A_record_that_lacks_its_topics_key_is_refused_by_the_fields_name() =>
        Should.Throw<ReplayException>(() => new TopicPublication<Note>(TopicCatalog.Shipped[Topics.Clickstream], new SchemaId(1)))
            .Message.ShouldContain("has no field 'user_id'");

    /// <summary>An event whose codec loses the text.</summary>
    private sealed record Note(string ProductId, DateTimeOffset OccurredAt, string Text) : IAvroRecord<Note>
    {
        public static RecordSchema Schema => throw new NotSupportedException();

        public static int MaxBytes(Note value) => 100_000; // more than a batch has at first

        public static int Encode(Note value, Span<byte> output) => Encoding.UTF8.GetBytes(value.Text, output);

        public static Note Decode(ReadOnlySpan<byte> input) => new("tea", DateTimeOffset.UnixEpoch, "");

        public static Note Decode(ReadOnlySpan<byte> input, out int bytesRead)
        {
            bytesRead = input.Length;
            return Decode(input);
        }
    }
}
