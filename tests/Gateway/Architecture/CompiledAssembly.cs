using Mono.Cecil;

namespace Postern.Tests.Architecture;

/// <summary>An assembly as the compiler left it: which types it has, and what each of them uses.</summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(AssemblyDefinition definition) => Definition = definition;

    public static CompiledAssembly Contracts { get; } = Beside("Postern.Contracts");

    public static CompiledAssembly Client { get; } = Beside("Postern.Client");

    public static CompiledAssembly Core { get; } = Beside("Postern.Core");

    public static CompiledAssembly Gateway { get; } = Beside("Postern.Gateway");

    public static CompiledAssembly Functions { get; } = Beside("Postern.Functions");

    public static CompiledAssembly DevHost { get; } = Beside("Postern.DevHost");

    /// <summary>The tool that backs up and restores.</summary>
    public static CompiledAssembly Backup { get; } = Beside("Postern.Backup");

    /// <summary>What runs servers for tests.</summary>
    public static CompiledAssembly Servers { get; } = Beside("Postern.Tests.Servers");

    /// <summary>The tests that these are among.</summary>
    public static CompiledAssembly Tests { get; } = Beside("Postern.Gateway.Tests");

    public AssemblyDefinition Definition { get; }

    public string Name => Definition.Name.Name;

    /// <summary>The types that stand in a namespace; nested ones are part of theirs.</summary>
    public IEnumerable<TypeDefinition> Types =>
        Definition.MainModule.Types.Where(type => type.Namespace.StartsWith("Postern", StringComparison.Ordinal));

    /// <summary>Which namespaces of this assembly each namespace uses.</summary>
    public NamespaceGraph Namespaces() =>
        new(
            Types
                .SelectMany(type =>
                    TypeUses.Of(type).Types.Where(IsOwn).Select(used => (type.Namespace, used.Namespace))
                )
                .Concat(Types.Select(type => (type.Namespace, type.Namespace)))
        );

    // What the compiler makes stands in other namespaces, or in none.
    private bool IsOwn(TypeReference type) =>
        TypeUses.AssemblyOf(type) == Name && type.Namespace.StartsWith("Postern", StringComparison.Ordinal);

    private static CompiledAssembly Beside(string name) => Read(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));

    private static CompiledAssembly Read(string path) => new(AssemblyDefinition.ReadAssembly(path));
}
