using Xunit.Abstractions;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>A theory on <see cref="Corpora"/>. Without <c>POSTERN_CORPORA</c> there is no such test, and its data is never asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Postern.Tests.Support." + nameof(CorpusTheoryDiscoverer), "Postern.Tests")]
public sealed class CorpusTheoryAttribute : TheoryAttribute;

/// <summary>Finds the tests marked with <see cref="CorpusTheoryAttribute"/>, when their corpora are there.</summary>
public sealed class CorpusTheoryDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) =>
        Corpora.Folder is null
            ? []
            : new TheoryDiscoverer(diagnostics).Discover(discoveryOptions, testMethod, factAttribute);
}
