using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Training.Algebra;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>Addresses for kernels. What lies there isn't moved: matrices are outside the collector's memory, and the integers are pinned for good.</summary>
internal static unsafe class Buffers
{
    /// <summary>The first value; valid until the matrix is disposed.</summary>
    public static float* Start(this DenseMatrix matrix) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(matrix.Values));

    /// <summary>The first value; valid as long as somebody holds the array, which must be of <see cref="Integers"/>.</summary>
    public static int* Start(this int[] pinned) => (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    /// <summary>Zeros that stay where they are.</summary>
    public static int[] Integers(int count) => GC.AllocateArray<int>(count, pinned: true);
}
