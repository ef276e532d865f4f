using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Local.Terminal;

/// <summary>
/// Stdout for very many lines: gathered, and written when told to. Unlike <see cref="Console.Out"/> it says when nobody reads on, as after
/// <c>… | head</c>, by an <see cref="IOException"/> that <see cref="IsUnread"/> knows.
/// </summary>
internal static class LineOutput
{
    private const int StandardOutput = 1;
    private const int BrokenPipe = 32; // EPIPE

    public static StreamWriter Open()
    {
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write);
        // To a file it would write at a place of its own, over what others append; there nobody stops reading either.
        return new StreamWriter(pipe.CanSeek ? Console.OpenStandardOutput() : pipe, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Whether a write failed because its reader has gone.</summary>
    public static bool IsUnread(IOException fault) => fault.HResult == BrokenPipe;
}
