using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace SmartKart.Schemas.Generator.Tests;

/// <summary>A compilation, brought to life in this process.</summary>
internal static class Program
{
    /// <summary>Compiles it, which must succeed, and calls its <c>Program.Run()</c>.</summary>
    public static object? Run(Compilation compilation)
    {
        using var image = new MemoryStream();
        using var docs = new MemoryStream();
        var emitted = compilation.Emit(image, xmlDocumentationStream: docs, cancellationToken: TestContext.Current.CancellationToken);
        emitted.Diagnostics.Where(problem => problem.Severity != DiagnosticSeverity.Hidden).ShouldBeEmpty();
        image.Position = 0;
        // Collectible: a test's assembly goes when the test does. The library is found in this process's own context.
        var context = new AssemblyLoadContext("generated", isCollectible: true);
        try
        {
            var run = context.LoadFromStream(image).GetType("Program")!.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic)!;
            return run.CreateDelegate<Func<object?>>()();
        }
        finally
        {
            context.Unload();
        }
    }
}
