using System.Buffers;
using System.Text.Json;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Features;

/// <summary>Writes vectors in the shape of Feast's get-online-features: a result for each join key and feature, with a value for each entity.</summary>
/// <param name="plan">The service.</param>
/// <param name="fullNames">Whether a feature is called <c>view__feature</c>.</param>
internal sealed class OnlineResponse(ServicePlan plan, bool fullNames)
{
    private readonly IReadOnlyList<string> _joinKeys = OnlineStore.JoinKeys(plan);
    private readonly ServiceSources _sources = new(plan);

    /// <summary>What the results are called.</summary>
    /// <exception cref="FeatureRequestException">Two have the same name.</exception>
    public IReadOnlyList<string> Names()
    {
        string[] names = [.. _joinKeys, .. plan.Features.Select(feature => fullNames ? $"{feature.View.Name}__{feature.Feature.Name}" : feature.Feature.Name)];
        return names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? throw new FeatureRequestException(fullNames
                ? $"Two versions of a view both have '{twice}'. Ask for them in two requests."
                : $"Two features are named '{twice}'. Write \"full_feature_names\": true.")
            : names;
    }

    /// <summary>Writes the response.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="names">From <see cref="Names"/>.</param>
    /// <param name="keys">What was asked for, as the request has it.</param>
    /// <param name="vectors">The values.</param>
    public void Write(IBufferWriter<byte> output, IReadOnlyList<string> names, IReadOnlyDictionary<string, JsonElement[]> keys, OnlineVectors vectors)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteStartArray("feature_names");
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var key in _joinKeys) WriteKey(json, keys[key]);
        for (var feature = 0; feature < plan.Features.Count; feature++) WriteFeature(json, feature, vectors);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, JsonElement[] values)
    {
        json.WriteStartObject();
        json.WriteStartArray("values");
        foreach (var value in values) value.WriteTo(json);
        json.WriteEndArray();
        json.WriteStartArray("statuses");
        foreach (var value in values) json.WriteStringValue(value.ValueKind == JsonValueKind.Null ? "NULL_VALUE" : "PRESENT");
        json.WriteEndArray();
        json.WriteStartArray("event_timestamps");
        foreach (var _ in values) json.WriteNullValue();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteFeature(Utf8JsonWriter json, int feature, OnlineVectors vectors)
    {
        json.WriteStartObject();
        json.WriteStartArray("values");
        for (var row = 0; row < vectors.Rows; row++) WriteValue(json, feature, row, vectors);
        json.WriteEndArray();
        json.WriteStartArray("statuses");
        for (var row = 0; row < vectors.Rows; row++) json.WriteStringValue(_sources.Status(feature, row, vectors));
        json.WriteEndArray();
        json.WriteStartArray("event_timestamps");
        for (var row = 0; row < vectors.Rows; row++)
        {
            if (_sources.Newest(feature, row, vectors) is { } newest) JsonScalar.Write(json, Scalar.FromTimestamp(newest), ScalarType.Timestamp);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter json, int feature, int row, OnlineVectors vectors)
    {
        var type = plan.Features[feature].Feature.Type;
        if (type.Shape == FeatureShape.Single)
        {
            JsonScalar.Write(json, vectors.Values(row)[feature], type.Value);
            return;
        }
        var items = vectors.Items(row, feature);
        var weights = vectors.Weights(row, feature);
        json.WriteStartArray();
        for (var item = 0; item < items.Length; item++)
        {
            if (type.Shape == FeatureShape.List)
            {
                JsonScalar.Write(json, items[item], type.Value);
                continue;
            }
            json.WriteStartObject();
            json.WritePropertyName("key");
            JsonScalar.Write(json, items[item], type.Key!.Value);       // a ranking has keys
            json.WritePropertyName("weight");
            JsonScalar.Write(json, Scalar.From(weights[item]), ScalarType.Double);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
