namespace Postern.Tests.Architecture;

/// <summary>
/// Core decides and reads; it neither waits nor reaches out, and the same input gives the same result.
/// </summary>
public sealed class PureCoreTests
{
    // Where System.* has types that do I/O beside others, they are named below.
    private static readonly string[] Libraries =
    [
        "AngleSharp",
        "AngleSharp.Css",
        // The keys of MimeKit's verifiers.
        "BouncyCastle.Cryptography",
        "CsvHelper",
        "HtmlSanitizer",
        "MimeKit",
        "Postern.Contracts",
        "System.Memory.Data",
        "YamlDotNet",
    ];

    private static readonly string[] Effects =
    [
        "System.Console",
        "System.Diagnostics.Activity",
        "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.Net.Dns",
        "System.Net.Http.",
        "System.Net.Mail.",
        "System.Net.Security.",
        "System.Net.Sockets.Socket",
        "System.Net.Sockets.TcpClient",
        "System.Net.WebRequest",
        "System.Random",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.Threading.SemaphoreSlim",
        "System.Threading.Tasks.",
        "System.Threading.Thread",
        "System.Threading.Timer",
        "System.TimeProvider",
    ];

    // MimeKit's interface for keys has a method that returns a task, which nothing calls.
    private static readonly string[] Excepted =
    [
        "Postern.Core.Senders.DnsKeyLocator uses System.Threading.Tasks.Task`1",
    ];

    private static readonly string[] Impure =
    [
        "System.DateTime::get_Now",
        "System.DateTime::get_Today",
        "System.DateTime::get_UtcNow",
        "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow",
        "System.Environment::GetEnvironmentVariable",
        "System.Environment::get_MachineName",
        "System.Environment::get_TickCount64",
        "System.Guid::CreateVersion7",
        "System.Guid::NewGuid",
        "System.IO.Path::GetFullPath",
        "System.IO.Path::GetRandomFileName",
        "System.IO.Path::GetTempFileName",
        "System.IO.Path::GetTempPath",
    ];

    [Fact]
    public void It_references_no_library_that_does_input_or_output()
    {
        var references = CompiledAssembly.Core.Definition.MainModule.AssemblyReferences.Select(reference =>
            reference.Name
        );
        var others = references.Where(name =>
            !name.StartsWith("System.", StringComparison.Ordinal) || name == "System.Memory.Data"
        );
        Assert.Empty(others.Except(Libraries));
    }

    [Fact]
    public void No_type_of_it_uses_files_sockets_tasks_clocks_or_chance()
    {
        var found = CompiledAssembly.Core.Types.SelectMany(type =>
        {
            var uses = TypeUses.Of(type);
            var types = uses.Types.Select(used => used.FullName).Where(IsEffect);
            return types.Concat(uses.Members.Where(Impure.Contains)).Select(used => $"{type.FullName} uses {used}");
        });
        Assert.Empty(found.Except(Excepted));
    }

    [Fact]
    public void What_is_looked_for_is_found_where_it_is()
    {
        var uses = CompiledAssembly.Gateway.Types.Select(TypeUses.Of).ToList();
        Assert.Contains(uses, use => use.Types.Any(used => used.FullName == "System.IO.FileStream"));
        Assert.Contains(uses, use => use.Types.Any(used => IsEffect(used.FullName)));
        Assert.Contains(uses, use => use.Members.Contains("System.Guid::NewGuid"));
    }

    private static bool IsEffect(string type) =>
        Effects.Any(effect =>
            effect.EndsWith('.') ? type.StartsWith(effect, StringComparison.Ordinal) : type == effect
        );
}
