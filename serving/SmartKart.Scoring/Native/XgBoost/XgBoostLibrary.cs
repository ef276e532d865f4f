using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>The library, loaded with the first matrix or booster and never let go.</summary>
internal static class XgBoostLibrary
{
    /// <summary>Makes the declarations of <see cref="XgBoostApi"/> callable.</summary>
    /// <exception cref="XgBoostLibraryException">The library is missing.</exception>
    public static void Load() => Load(XgBoostApi.Library);

    // Loaded by the name under which the declarations ask for it, it stays loaded for them; loading it again only counts.
    internal static void Load(string library)
    {
        if (!NativeLibrary.TryLoad(library, out _)) throw new XgBoostLibraryException(library);
    }

    /// <summary>Throws where a call failed.</summary>
    /// <param name="status">What it returned.</param>
    /// <param name="work">What was to be done, as it completes "XGBoost could not".</param>
    /// <exception cref="XgBoostException">It failed.</exception>
    public static unsafe void Check(int status, string work)
    {
        if (status != 0) throw new XgBoostException(work, Marshal.PtrToStringUTF8((nint)XgBoostApi.LastError()) ?? "");
    }
}
