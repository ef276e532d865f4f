using System.Text.Json;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.Serving.Features;

/// <summary>A value in JSON.</summary>
internal static class JsonScalar
{
    /// <summary>Writes it: an instant in ISO 8601, what is no number as its name, as protocol buffers do.</summary>
    public static void Write(Utf8JsonWriter json, in Scalar value, ScalarType type)
    {
        if (value.IsNull)
        {
            json.WriteNullValue();
            return;
        }
        switch (type)
        {
            case ScalarType.String: json.WriteStringValue(value.String); break;
            case ScalarType.Boolean: json.WriteBooleanValue(value.Boolean); break;
            case ScalarType.Int64: json.WriteNumberValue(value.Int64); break;
            case ScalarType.Timestamp: json.WriteStringValue(DateTime.UnixEpoch.AddTicks(value.Timestamp * TimeSpan.TicksPerMicrosecond)); break;
            case ScalarType.Double when double.IsFinite(value.Double): json.WriteNumberValue(value.Double); break;
            default: json.WriteStringValue(double.IsNaN(value.Double) ? "NaN" : value.Double > 0 ? "Infinity" : "-Infinity"); break;
        }
    }
}
