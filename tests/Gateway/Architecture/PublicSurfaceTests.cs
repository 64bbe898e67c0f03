using System.Text.RegularExpressions;
using Mono.Cecil;
using Postern.Tests.Support;

namespace Postern.Tests.Architecture;

/// <summary>What is public is used from outside, or stands in the signature of what is.</summary>
public sealed partial class PublicSurfaceTests
{
    private static readonly CompiledAssembly[] AboveGateway =
    [
        CompiledAssembly.Functions,
        CompiledAssembly.DevHost,
        CompiledAssembly.Backup,
        CompiledAssembly.Servers,
    ];

    private static readonly string[] Sources =
    [
        "functions",
        "devhost",
        "bench",
        "eng/backup",
        "shared/Gateway",
        "tests/Servers",
        "tests/EndToEnd",
    ];

    [Fact]
    public void No_public_type_of_core_is_without_a_use_outside() =>
        Assert.Empty(
            Unused(CompiledAssembly.Core, [CompiledAssembly.Gateway, CompiledAssembly.Tests, .. AboveGateway])
        );

    [Fact]
    public void No_public_type_of_the_gateway_is_without_a_use_outside() =>
        Assert.Empty(Unused(CompiledAssembly.Gateway, AboveGateway));

    private static IEnumerable<string> Unused(CompiledAssembly floor, IEnumerable<CompiledAssembly> above)
    {
        var named = above
            .SelectMany(assembly => assembly.Definition.MainModule.Types)
            .SelectMany(type => TypeUses.Of(type).Types)
            .Select(type => type.FullName)
            .ToHashSet();
        var words = Words();
        var all = floor.Types.Where(type => type.IsPublic).ToDictionary(type => type.FullName);
        var used = new HashSet<string>();
        var waiting = new Stack<TypeDefinition>(
            all.Values.Where(type => named.Contains(type.FullName) || IsInSources(type, words))
        );
        while (waiting.TryPop(out var type))
        {
            if (!used.Add(type.FullName))
                continue;
            foreach (var shown in Surface.Of(type).Where(all.ContainsKey))
                waiting.Push(all[shown]);
        }
        return all.Keys.Except(used).Order();
    }

    // Constants leave no trace of their class in compiled code.
    private static bool IsInSources(TypeDefinition type, HashSet<string> words) =>
        type.Fields.Any(field => field is { IsPublic: true, HasConstant: true }) && words.Contains(type.Name);

    private static HashSet<string> Words() =>
        [
            .. Sources
                .Select(folder => Path.Combine(Repository.Root, folder))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value)),
        ];

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
