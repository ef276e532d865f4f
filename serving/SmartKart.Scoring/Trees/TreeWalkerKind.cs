using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SmartKart.Scoring.Trees.Walking;

namespace SmartKart.Scoring.Trees;

/// <summary>How trees are walked. Every kind gives the same bits.</summary>
public enum TreeWalkerKind
{
    /// <summary>A row at a time; on any processor.</summary>
    Scalar,

    /// <summary>Eight rows at a time, on x64 processors since 2013 (Intel) and 2015 (AMD).</summary>
    Avx2,

    /// <summary>Sixteen rows at a time, on x64 processors with AVX-512.</summary>
    Avx512,
}

/// <summary>Which kinds this processor has.</summary>
internal static class TreeWalkerKinds
{
    /// <summary>All of them, the fastest last.</summary>
    public static IReadOnlyList<TreeWalkerKind> Available { get; } =
        [.. Enum.GetValues<TreeWalkerKind>().Where(kind => kind switch
        {
            TreeWalkerKind.Avx512 => Avx512F.IsSupported && Vector512.IsHardwareAccelerated, // not where 512 bits slow the clock down
            TreeWalkerKind.Avx2 => Avx2.IsSupported,
            _ => true,
        })];

    /// <summary>The kernel of a kind.</summary>
    public static TreeKernel Kernel(this TreeWalkerKind kind) => kind switch
    {
        TreeWalkerKind.Avx512 => new Avx512Kernel(),
        TreeWalkerKind.Avx2 => new Avx2Kernel(),
        _ => new ScalarKernel(),
    };
}
