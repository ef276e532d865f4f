extern alias generator;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SmartKart.Schemas.Generator.Tests;

/// <summary>One run of the generator over schema files, as the compiler would run it.</summary>
internal sealed class Generation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    // The framework's assemblies and the library; the generator, which has the library's types too, must not be among them.
    private static readonly ImmutableArray<MetadataReference> References =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Where(file => !file.Contains("Native", StringComparison.Ordinal))
            .Append(typeof(AvroSchema).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file))];

    private Generation(GeneratorDriverRunResult result, Compilation compilation) => (Result, Compilation) = (result, compilation);

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The generated files, and nothing else.</summary>
    public Compilation Compilation { get; }

    public ImmutableArray<Diagnostic> Problems => Result.Diagnostics;

    public ImmutableArray<GeneratedSourceResult> Sources => Result.Results.Single().GeneratedSources;

    /// <summary>The text of the only generated file whose name ends so.</summary>
    public string Source(string hintName) => Sources.Single(source => source.HintName == hintName).SourceText.ToString();

    /// <summary>Runs the generator over one schema, in a file of its own.</summary>
    public static Generation Of(string schema, string namespaceMap = "") => Of([("/contracts/sample.avsc", schema)], namespaceMap);

    /// <summary>Runs the generator over some files.</summary>
    public static Generation Of(IEnumerable<(string Path, string Text)> files, string namespaceMap = "")
    {
        var driver = Driver(files.Select(file => new SchemaText(file.Path, file.Text)), namespaceMap)
            .RunGeneratorsAndUpdateCompilation(NewCompilation(), out var compilation, out _);
        return new Generation(driver.GetRunResult(), compilation);
    }

    public static GeneratorDriver Driver(IEnumerable<AdditionalText> files, string namespaceMap = "") => CSharpGeneratorDriver.Create(
        [new generator::SmartKart.Schemas.Generator.AvroGenerator().AsSourceGenerator()],
        files,
        ParseOptions,
        new BuildProperties(namespaceMap),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static Compilation NewCompilation(params string[] sources) => CSharpCompilation.Create(
        "Generated",
        sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error));

    /// <summary>Compiles the generated files along with a method of these statements, every warning an error, and calls it.</summary>
    /// <returns>What the statements return.</returns>
    public object? Run(string statements) => Program.Run(Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using SmartKart.Schemas;

        internal static class Program
        {
            internal static object? Run()
            {
                {{statements}}
            }

            internal static byte[] Encode<T>(T value) where T : IAvroRecord<T>
            {
                var bytes = new byte[T.MaxBytes(value)];
                return bytes[..T.Encode(value, bytes)];
            }

            internal static T Decode<T>(params byte[] bytes) where T : IAvroRecord<T> => T.Decode(bytes);
        }
        """, ParseOptions)));
}
