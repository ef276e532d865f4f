using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Benchmarks.Harness;

/// <summary>Where a number was measured. Numbers of two machines are compared by their ratios to a peer, if at all.</summary>
/// <param name="Cpu">The processor's own name.</param>
/// <param name="Cores">Logical cores that this process may use.</param>
/// <param name="MemoryBytes">What the runtime may use of the machine's memory.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Dotnet">The runtime.</param>
/// <param name="SimdBits">The widest vector the runtime uses, in bits.</param>
public sealed record Machine(string Cpu, int Cores, long MemoryBytes, string Os, string Dotnet, int SimdBits)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Machine Read() => new(
        ModelName(File.Exists(CpuInfo) ? File.ReadLines(CpuInfo) : []) ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        WidestVector());

    /// <summary>The first "model name" of Linux' list of processors, or null: ARM has none.</summary>
    public static string? ModelName(IEnumerable<string> cpuInfo) => cpuInfo
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
        .Split(':', 2)[1].Trim();

    public override string ToString() => $"{Cpu}, {Cores} cores, {MemoryBytes >> 30} GiB, {Os}, {Dotnet}, SIMD {SimdBits} bits";

    // Vector<T> stops at 256 bits unless told otherwise, while code written for Vector512 does not.
    private static int WidestVector() =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : Vector.IsHardwareAccelerated ? Vector<byte>.Count * 8 : 0;
}
