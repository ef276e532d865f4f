using FsCheck;

namespace SmartKart.Scoring.Tests.Sessions;

/// <summary>Properties that are tried on a hundred inputs; one that fails is told with its input and its seed.</summary>
internal static class Properties
{
    public static void Hold(Property property) => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), property);
}
