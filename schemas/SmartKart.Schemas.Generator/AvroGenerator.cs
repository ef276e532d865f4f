using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SmartKart.Schemas.Generator.Emit;

namespace SmartKart.Schemas.Generator;

/// <summary>
/// Turns the <c>.avsc</c> files among a project's additional files into C#: a record and a codec for each record, an enum for
/// each enum. All files are read together, so that a type defined in one may be used in another. A schema that cannot be used
/// is an error of the build, at its file and line.
/// </summary>
[Generator]
public sealed class AvroGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".avsc", StringComparison.OrdinalIgnoreCase))
            .Select((file, cancel) => new SchemaFile(file.Path, file.GetText(cancel)?.ToString() ?? ""))
            .Collect();
        var namespaces = context.AnalyzerConfigOptionsProvider.Select((options, _) =>
            options.GlobalOptions.TryGetValue("build_property.AvroNamespaceMap", out var map) ? map : "");
        context.RegisterSourceOutput(files.Combine(namespaces), (output, input) => Generate(output, input.Left, new CSharpNames(input.Right)));
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<SchemaFile> files, CSharpNames csharp)
    {
        var names = new SchemaNames();
        var reading = new SchemaFiles.Reading(names);
        try
        {
            reading.Read([.. files.Select(file => JsonValue.Parse(file.Text, file.Path))]);
        }
        catch (SchemaParseException e)
        {
            output.ReportDiagnostic(Problems.BadSchema(e));
            return;
        }
        foreach (var ignored in reading.Ignored) output.ReportDiagnostic(Problems.BadSchema(ignored));
        foreach (var schema in names.All.OrderBy(schema => schema.FullName, StringComparer.Ordinal))
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                csharp.Claim(schema);
                var source = schema switch
                {
                    RecordSchema record => RecordSource.Of(record, csharp),
                    EnumSchema symbols => EnumSource.Of(symbols, csharp),
                    _ => null,      // a fixed is bytes: ReadOnlyMemory<byte>, or what its logical type says
                };
                if (source is not null) output.AddSource($"{csharp.FullName(schema)}.g.cs", SourceText.From(source, Encoding.UTF8));
            }
            catch (SchemaParseException e)
            {
                output.ReportDiagnostic(Problems.NoSuchCSharp(e));
            }
        }
    }

    /// <summary>A file by value, so that the compiler sees when nothing has changed.</summary>
    private readonly record struct SchemaFile(string Path, string Text);
}
