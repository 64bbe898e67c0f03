using Mono.Cecil;
using Postern.Tests.Support;

namespace Postern.Tests.Architecture;

/// <summary>The floors of the house, as the compiler left them: what may use what.</summary>
public sealed class ArchitectureTests
{
    private static readonly CompiledAssembly[] Floors =
    [
        CompiledAssembly.Contracts,
        CompiledAssembly.Core,
        CompiledAssembly.Gateway,
        CompiledAssembly.Functions,
        CompiledAssembly.DevHost,
    ];

    public static TheoryData<string> Names => [.. Floors.Select(floor => floor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_namespaces_of_an_assembly_depend_in_one_direction(string assembly) =>
        Assert.Empty(Floor(assembly).Namespaces().Circles());

    [Fact]
    public void An_assembly_uses_only_those_below_it()
    {
        for (var i = 0; i < Floors.Length; i++)
        {
            var above = Floors.Skip(i + 1).Select(floor => floor.Name);
            Assert.Empty(References(Floors[i]).Intersect(above));
        }
    }

    [Fact]
    public void The_contracts_need_nothing_but_the_framework() =>
        Assert.All(
            References(CompiledAssembly.Contracts),
            name => Assert.StartsWith("System.", name, StringComparison.Ordinal)
        );

    [Fact]
    public void The_client_uses_the_contracts_and_no_other_floor() =>
        Assert.Equal(
            [CompiledAssembly.Contracts.Name],
            References(CompiledAssembly.Client).Where(name => name.StartsWith("Postern.", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("Core")]
    [InlineData("Gateway")]
    public void Every_type_lies_in_the_folder_that_its_namespace_names(string assembly)
    {
        var root = Path.Combine(Repository.Root, "shared", assembly);
        var folders = Floor($"Postern.{assembly}")
            .Namespaces()
            .Namespaces.Select(name => name[$"Postern.{assembly}".Length..].TrimStart('.'));
        Assert.All(
            folders,
            folder => Assert.True(Directory.Exists(Path.Combine(root, folder.Replace('.', '/'))), folder)
        );
    }

    [Fact]
    public void No_folder_name_stands_on_two_floors()
    {
        var (core, gateway) = (Folders("Core"), Folders("Gateway"));
        Assert.NotEmpty(core);
        Assert.Empty(core.Intersect(gateway));
    }

    [Theory]
    [InlineData("Postern.Core", "Postern.Core.Tests Postern.Tests.Support")]
    [InlineData("Postern.Gateway", "Postern.Gateway.Tests")]
    [InlineData("Postern.Contracts", "")]
    public void Only_its_own_tests_see_what_a_floor_keeps_to_itself(string assembly, string friends)
    {
        var named = Floor(assembly)
            .Definition.CustomAttributes.Where(attribute =>
                attribute.AttributeType.Name == "InternalsVisibleToAttribute"
            )
            .Select(attribute => (string)attribute.ConstructorArguments[0].Value);
        Assert.Equal(friends.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), named.Order());
    }

    private static CompiledAssembly Floor(string name) => Floors.Single(floor => floor.Name == name);

    private static IEnumerable<string> References(CompiledAssembly assembly) =>
        assembly.Definition.MainModule.AssemblyReferences.Select((AssemblyNameReference reference) => reference.Name);

    private static List<string> Folders(string assembly) =>
        [
            .. Floor($"Postern.{assembly}")
                .Namespaces()
                .Namespaces.Select(name => name[$"Postern.{assembly}".Length..].Trim('.'))
                .Where(name => name.Length > 0)
                .SelectMany(name => name.Split('.'))
                .Distinct(),
        ];
}
