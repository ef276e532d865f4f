using System.Text;

namespace SmartKart.Serving.Rollouts;

/// <summary>
/// Parts the visitors of an experiment. Each has one point in [0, 1), which is a hash of the experiment and the visitor: the same in every replica and after
/// every restart. Who is below the candidate's share gets the candidate, so a share that grows moves nobody back. Hot path: per request, allocates nothing.
/// Immutable.
/// </summary>
/// <remarks>
/// The hash is FNV-1a of 64 bits (Fowler, Noll and Vo) over UTF-8, finished by MurmurHash3's fmix64, for FNV's high bits hardly know the last bytes.
/// </remarks>
internal sealed class Assignment
{
    /// <summary>What the pseudonym of a visitor who isn't signed in begins with, as the contract of the clickstream has it.</summary>
    public const string Anonymous = "anon:";

    private const ulong Offset = 0xcbf29ce484222325, Prime = 0x100000001b3;
    private const int IdBytesMax = 4 * 256;     // UTF-8 of the longest id that is taken
    private const byte Between = (byte)'\n';

    private readonly ulong _salt;
    private readonly double _share;
    private readonly Arm _champion, _candidate;

    /// <param name="experiment">Its name.</param>
    /// <param name="share">Of visitors who get the candidate, 0 to 1.</param>
    public Assignment(string experiment, double share)
    {
        (_salt, _share) = (Step(Add(Offset, experiment), Between), share);
        (_champion, _candidate) = (new Arm(experiment, Variant.Champion), new Arm(experiment, Variant.Candidate));
    }

    /// <summary>Where a visitor belongs.</summary>
    /// <param name="user">Who asks; null where only the visit is told.</param>
    /// <param name="session">The visit; a visitor of whom no more is told is its <c>anon:</c> pseudonym.</param>
    /// <returns>Null for nobody in particular.</returns>
    public Arm? Of(string? user, string? session)
    {
        if ((user ?? session) is not { } visitor) return null;
        var hash = Add(user is null ? Add(_salt, Anonymous) : _salt, visitor);
        return Point(hash) < _share ? _candidate : _champion;
    }

    /// <summary>A visitor's point, in [0, 1).</summary>
    internal double PointOf(string user) => Point(Add(_salt, user));

    private static double Point(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return ((hash ^ (hash >> 33)) >> 11) * (1.0 / (1L << 53));
    }

    private static ulong Add(ulong hash, string text)
    {
        Span<byte> bytes = stackalloc byte[IdBytesMax];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        foreach (var each in bytes[..length]) hash = Step(hash, each);
        return hash;
    }

    private static ulong Step(ulong hash, byte each) => (hash ^ each) * Prime;
}
