using Xunit.Abstractions;
namespace Postern.Tests.Migration;

public sealed class OdooImportTests(ITestOutputHelper console)
{
    [Fact]
    public void Show()
    {
        foreach (var files in new[] { Exports.Sixteen, Exports.Seventeen, Exports.Eighteen })
        {
            var read = Exports.Read(files);
            console.WriteLine(read.ToYaml());
            console.WriteLine(Exports.Plan(read).ToString());
        }
    }
}
