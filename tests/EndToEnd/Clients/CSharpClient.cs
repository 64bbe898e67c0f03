using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Postern.Tests.Clients;

/// <summary>Makes a client in C# with NSwag, as its settings are by default, and compiles it.</summary>
internal static class CSharpClient
{
    private const string Namespace = "PosternApi";

    public static async Task<string> GenerateAsync(string description, CSharpJsonLibrary library)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "PosternClient",
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = Namespace, JsonLibrary = library },
        };
        return new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(description), settings).GenerateFile();
    }

    /// <summary>The method <c>Calls.RunAsync</c> of the compiled sources.</summary>
    public static Func<Uri, string, Task<string>> Compile(IEnumerable<string> sources)
    {
        const string Usings = """
            global using System;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading.Tasks;
            """;
        var compilation = CSharpCompilation.Create(
            $"{Namespace}{Guid.NewGuid():N}",
            sources.Prepend(Usings).Select(source => CSharpSyntaxTree.ParseText(source)),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error));
        var run = Assembly.Load(assembly.ToArray()).GetType($"{Namespace}.Calls")!.GetMethod("RunAsync")!;
        return run.CreateDelegate<Func<Uri, string, Task<string>>>();
    }

    // All that this process may load: the framework, and the packages of the tests.
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
}
