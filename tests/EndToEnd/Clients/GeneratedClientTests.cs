using NJsonSchema.CodeGeneration.CSharp;
using Postern.Tests.Console;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>Clients are made of docs/openapi.json as their users do, compile, and call a gateway that runs.</summary>
[Trait("Speed", "Long")]
public sealed class GeneratedClientTests(ClientGateway gateway) : IClassFixture<ClientGateway>
{
    [Fact]
    public async Task A_TypeScript_client_compiles_strictly_and_calls_the_gateway()
    {
        // Below the repository, so that its packages are found.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "client-typescript")).FullName;
        File.Copy(Source("typescript", "calls.ts"), Path.Combine(folder, "calls.ts"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"type":"module"}""");
        var api = Path.Combine(folder, "api.d.ts");

        await NodeProgram.RunAsync(Package("openapi-typescript/bin/cli.js"), "docs/openapi.json", "-o", api);
        string[] strictly = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--lib", "es2022,dom"];
        string[] modules = ["--module", "nodenext", "--target", "es2022"];
        await NodeProgram.RunAsync([Package("typescript/bin/tsc"), .. strictly, .. modules, $"{folder}/calls.ts"]);
        var said = await NodeProgram.RunAsync(
            Path.Combine(folder, "calls.js"),
            gateway.Server!.Address,
            gateway.Server.Key
        );

        Assert.Equal(
            """
            putAliasDomain ok
            putModel ok
            putAlias ok
            putOutgoingServer ok
            putContact ok
            putParameter ok
            postMessage ok
            listThreads ok
            explainOutbound ok
            patchAlias ok
            partners {} ben@mycompany.example
            """,
            string.Join('\n', said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        );
    }

    [Theory]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    public async Task A_CSharp_client_compiles_and_calls_the_gateway(CSharpJsonLibrary library)
    {
        string[] own = library == CSharpJsonLibrary.SystemTextJson ? ["Calls.cs", "Omitting.cs"] : ["Calls.cs"];
        var client = await CSharpClient.GenerateAsync(
            File.ReadAllText(Source("..", "..", "..", "docs", "openapi.json")),
            library
        );

        var run = CSharpClient.Compile([client, .. own.Select(name => File.ReadAllText(Source("csharp", name)))]);
        var said = await run(new Uri(gateway.Server!.Address), gateway.Server.Key);

        Assert.Equal(
            "sales@mycompany.example Everyone True True relay 20 True True 404 There is no such alias domain.",
            said
        );
    }

    private static string Source(params string[] path) =>
        Path.Combine([Repository.Root, "tests", "EndToEnd", "Clients", .. path]);

    private static string Package(string program) => Path.Combine("node_modules", program);
}
