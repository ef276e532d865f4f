namespace SmartKart.Scoring.Onnx;

/// <summary>What a tensor holds. The numbers are ONNX's own (<c>TensorProto.DataType</c>).</summary>
public enum OnnxElement
{
    /// <summary>None, or one that isn't among these.</summary>
    Other = 0,

    /// <summary>float32.</summary>
    Single = 1,

    /// <summary>int32.</summary>
    Int32 = 6,

    /// <summary>int64.</summary>
    Int64 = 7,

    /// <summary>float64.</summary>
    Double = 11,
}
