using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SmartKart.Schemas.Generator;

/// <summary>The errors that a schema can cause in a build.</summary>
internal static class Problems
{
    private static readonly DiagnosticDescriptor BadSchemaRule = new(
        "AVRO001", "A schema cannot be read", "{0}", "Avro", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor NoSuchCSharpRule = new(
        "AVRO002", "A schema cannot be written as C#", "{0}", "Avro", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>What the specification refuses, or would silently ignore.</summary>
    public static Diagnostic BadSchema(SchemaParseException e) => Diagnostic.Create(BadSchemaRule, Place(e.At), e.Problem);

    /// <summary>What the specification allows, but C# cannot say.</summary>
    public static Diagnostic NoSuchCSharp(SchemaParseException e) => Diagnostic.Create(NoSuchCSharpRule, Place(e.At), e.Problem);

    private static Location Place(SourcePosition at)
    {
        var start = new LinePosition(Math.Max(0, at.Line - 1), Math.Max(0, at.Column - 1));
        return at.File is null ? Location.None : Location.Create(at.File, default, new LinePositionSpan(start, start));
    }
}
