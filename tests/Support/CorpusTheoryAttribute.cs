using Xunit.Abstractions;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>
/// A theory about <see cref="Corpora"/>. Without <c>POSTERN_CORPORA</c> it does not exist and its data is never read.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Postern.Tests.Support." + nameof(CorpusTheoryDiscoverer), "Postern.Tests.Support")]
public sealed class CorpusTheoryAttribute : TheoryAttribute;

/// <summary>
/// Discovers the tests marked with <see cref="CorpusTheoryAttribute"/> when the corpora are available.
/// </summary>
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
