using SmartKart.Schemas.Events;

namespace SmartKart.Schemas.Tests.Wire;

/// <summary>A click, and its bytes worked out by hand from the specification.</summary>
internal static class Clicks
{
    public static Clickstream Search { get; } = new()
    {
        EventId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        OccurredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(3 * 10),
        UserId = "ada",
        Action = ClickstreamAction.Search,
        Query = "tea",
        ResultCount = 2,
    };

    /// <summary>Under schema id 258. A string is its length and its UTF-8, a number a zig-zag varint, a union its branch first.</summary>
    public const string SearchHex =
        "00" + "00000102"                                                               // magic byte, schema id
        + "48" + "30303131323233332D343435352D363637372D383839392D616162626363646465656666"  // event_id: 36 characters
        + "3C" + "06616461" + "00" + "0C"                                               // occurred_at 30, user_id, no session_id, action 6
        + "00" + "00" + "00" + "0206746561" + "0204"                                    // no product, category, merchant; query; result_count 2
        + "00" + "00" + "00" + "00" + "00" + "00"                                       // no list, position, recommendation, experiment, variant, propensity
        + "00" + "00";                                                                  // device_type 0, no device_id
}
