using System.Runtime.InteropServices;
using SmartKart.Scoring.Native.XgBoost;

namespace SmartKart.Scoring.Tests.Trees;

/// <summary>The oracle may be missing on a machine: what needs it is then skipped by name.</summary>
internal static class XgBoostRequired
{
    public static void SkipWithout()
    {
        if (!NativeLibrary.TryLoad(XgBoostApi.Library, out _)) Assert.Skip($"{XgBoostApi.Library} is missing: install Debian's package libxgboost0.");
    }
}
