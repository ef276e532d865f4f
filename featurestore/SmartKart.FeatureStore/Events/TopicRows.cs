using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Events;

/// <summary>
/// How the events of a topic that one producer's schema wrote become the rows that views read: one pass over the bytes decodes what all the views
/// need, and passes over the rest. Immutable, thread safe; what reads with it is a <see cref="RowReader"/>.
/// </summary>
public sealed class TopicRows
{
    private readonly ReadStep[] _steps;
    private readonly int _outerSlots;
    private readonly int[] _elementSlots;

    private TopicRows(SchemaResolution resolution, IReadOnlyList<RowNeed> needs)
    {
        var outer = new FieldSlots();
        var elements = new List<(string Each, FieldSlots Slots)>();
        var layouts = new List<RowLayout>();
        foreach (var need in needs.GroupBy(need => need.Source.Each))
        {
            var slots = new FieldSlots();
            layouts.Add(RowLayout.Of(
                need.First().Source, [.. need.Select(one => one.View).OfType<ViewPlan>()], need.SelectMany(one => one.Places), outer, elements.Count, slots));
            if (need.Key is { } each) elements.Add((each, slots));
        }
        Resolution = resolution;
        Layouts = layouts;
        _steps = new StepCompiler(outer, elements).Compile((RecordSchema)resolution.Reader);
        _outerSlots = outer.Count;
        _elementSlots = [.. elements.Select(one => one.Slots.Count)];
    }

    /// <summary>The schema that the events were written with.</summary>
    public AvroSchema Writer => Resolution.Writer;

    internal SchemaResolution Resolution { get; }

    internal IReadOnlyList<RowLayout> Layouts { get; }

    /// <summary>Compiles what views of one topic read.</summary>
    /// <param name="writer">The schema that the events were written with, which may be older or newer than the contract: Avro's resolution applies.</param>
    /// <param name="views">At least one, all with the same topic.</param>
    /// <exception cref="ArgumentException">There is no view, or they are of several topics.</exception>
    /// <exception cref="SchemaResolutionException">No data of that schema can be read as the topic's contract.</exception>
    public static TopicRows Compile(AvroSchema writer, params IReadOnlyList<ViewPlan> views)
    {
        var needs = views.Select(view => new RowNeed(view.View.Source!, view.Places, view)).ToArray();       // a view without a source has no plan
        var topics = needs.Select(need => need.Source.Topic).DistinctBy(topic => topic.Name).ToArray();
        return topics.Length == 1
            ? Compile(SchemaResolution.Between(writer, EventSchemas.Shipped.Of(topics[0])), needs)
            : throw new ArgumentException(
                $"The views are of {topics.Length} topics ({string.Join(", ", topics.Select(topic => topic.Name))}), and rows are read of one. "
                    + "Compile each topic's on their own.",
                nameof(views));
    }

    /// <summary>A reader of its own for each thread.</summary>
    public RowReader NewReader() => new(this, NewDecoder());

    /// <summary>Compiles rows of any contract.</summary>
    internal static TopicRows Compile(SchemaResolution resolution, IReadOnlyList<RowNeed> needs) => new(resolution, needs);

    internal EventDecoder NewDecoder() => new(_steps, _outerSlots, _elementSlots);
}

/// <summary>What is wanted of an event.</summary>
/// <param name="Source">Whose row it is.</param>
/// <param name="Places">The places of the row that are filled.</param>
/// <param name="View">Who asks; null for none of the views.</param>
internal sealed record RowNeed(EventSource Source, IReadOnlyList<int> Places, ViewPlan? View = null);
