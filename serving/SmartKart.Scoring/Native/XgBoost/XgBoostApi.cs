using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>
/// XGBoost's C API (<c>xgboost/c_api.h</c> of 1.7), as far as it is used. A call returns 0, or -1 where it failed: <see cref="LastError"/> then
/// says why, on the same thread. Results that are not copied belong to the library, until the next call with the same object.
/// </summary>
internal static unsafe partial class XgBoostApi
{
    internal const string Library = "libxgboost.so.0";

    [LibraryImport(Library, EntryPoint = "XGBGetLastError")]
    internal static partial byte* LastError();

    [LibraryImport(Library, EntryPoint = "XGDMatrixCreateFromMat_omp")]
    internal static partial int CreateMatrix(float* rows, ulong rowCount, ulong columns, float missing, out MatrixHandle matrix, int threads);

    [LibraryImport(Library, EntryPoint = "XGDMatrixFree")]
    internal static partial int FreeMatrix(nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetFloatInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetFloats(MatrixHandle matrix, string field, float* values, ulong count);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetUIntInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetIntegers(MatrixHandle matrix, string field, uint* values, ulong count);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetFeatures(MatrixHandle matrix, string field, string[] values, ulong count);

    [LibraryImport(Library, EntryPoint = "XGBoosterCreate")]
    internal static partial int CreateBooster(nint* matrices, ulong count, out BoosterHandle booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterFree")]
    internal static partial int FreeBooster(nint booster);

    // -2 where the rounds are not there, and then without a text.
    [LibraryImport(Library, EntryPoint = "XGBoosterSlice")]
    internal static partial int Slice(BoosterHandle booster, int begin, int end, int step, out BoosterHandle slice);

    [LibraryImport(Library, EntryPoint = "XGBoosterBoostedRounds")]
    internal static partial int Rounds(BoosterHandle booster, out int rounds);

    [LibraryImport(Library, EntryPoint = "XGBoosterGetNumFeature")]
    internal static partial int Features(BoosterHandle booster, out ulong features);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetParameter(BoosterHandle booster, string name, string value);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetFeatures(BoosterHandle booster, string field, string[] values, ulong count);

    [LibraryImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    internal static partial int Update(BoosterHandle booster, int round, MatrixHandle matrix);

    [LibraryImport(Library, EntryPoint = "XGBoosterEvalOneIter", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Evaluate(BoosterHandle booster, int round, nint* matrices, string[] names, ulong count, out byte* result);

    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDMatrix", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PredictMatrix(
        BoosterHandle booster, MatrixHandle matrix, string configuration, out ulong* shape, out ulong dimensions, out float* result);

    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDense", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PredictDense(
        BoosterHandle booster, string array, string configuration, nint matrix, out ulong* shape, out ulong dimensions, out float* result);

    [LibraryImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Save(BoosterHandle booster, string configuration, out ulong bytes, out byte* model);

    [LibraryImport(Library, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    internal static partial int Load(BoosterHandle booster, byte* model, ulong bytes);
}
