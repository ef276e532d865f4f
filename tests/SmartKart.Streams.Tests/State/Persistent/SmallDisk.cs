using System.Diagnostics;

namespace SmartKart.Streams.Tests.State.Persistent;

/// <summary>A file system in memory that is soon full. Mounting takes root.</summary>
internal sealed class SmallDisk(string path) : IDisposable
{
    public string Path { get; } = path;

    public static SmallDisk Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        var failure = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path);
        if (failure is not null) Assert.Skip($"A small tmpfs could not be mounted, which takes root: {failure}");
        return new SmallDisk(path);
    }

    public void Dispose() => Run("umount", Path).ShouldBeNull();

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} said: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return $"{program}: {absent.Message}";
        }
    }
}
