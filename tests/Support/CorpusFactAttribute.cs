using Xunit.Abstractions;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>A fact on <see cref="Corpora"/>. Without <c>POSTERN_CORPORA</c> there is no such test, not even a skipped one.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Postern.Tests.Support." + nameof(CorpusFactDiscoverer), "Postern.Tests")]
public sealed class CorpusFactAttribute : FactAttribute;

/// <summary>Finds the tests marked with <see cref="CorpusFactAttribute"/>, when their corpora are there.</summary>
public sealed class CorpusFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) =>
        Corpora.Folder is null
            ? []
            : new FactDiscoverer(diagnostics).Discover(discoveryOptions, testMethod, factAttribute);
}
