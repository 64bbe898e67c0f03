using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Postern.Tests.Servers;

/// <summary>An environment of a name.</summary>
public sealed class TestHostEnvironment(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;

    public string ApplicationName { get; set; } = "Postern.Tests";

    public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
