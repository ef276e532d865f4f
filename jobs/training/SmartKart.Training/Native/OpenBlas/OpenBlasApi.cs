using System.Runtime.InteropServices;

namespace SmartKart.Training.Native.OpenBlas;

/// <summary>
/// OpenBLAS (<c>cblas.h</c>, and LAPACK by Fortran's names), as far as it is used. LAPACK's matrices are column-major: a symmetric row-major one is the same
/// with its triangles swapped.
/// </summary>
internal static unsafe partial class OpenBlasApi
{
    internal const string Library = "libopenblas.so.0";

    internal const int RowMajor = 101, NoTranspose = 111, Transpose = 112, Upper = 121, NonUnit = 131, Right = 142;

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    internal static partial void Sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_ssyrk")]
    internal static partial void Ssyrk(int order, int triangle, int transpose, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_strsm")]
    internal static partial void Strsm(
        int order, int side, int triangle, int transpose, int diagonal, int m, int n, float alpha, float* a, int lda, float* b, int ldb);

    [LibraryImport(Library, EntryPoint = "spotrf_")]
    internal static partial void Spotrf(byte* triangle, int* n, float* a, int* lda, int* info);

    [LibraryImport(Library, EntryPoint = "spotri_")]
    internal static partial void Spotri(byte* triangle, int* n, float* a, int* lda, int* info);

    [LibraryImport(Library, EntryPoint = "spotrs_")]
    internal static partial void Spotrs(byte* triangle, int* n, int* columns, float* a, int* lda, float* b, int* ldb, int* info);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    internal static partial void SetThreads(int threads);
}
