using Xunit.Abstractions;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>
/// A fact about <see cref="Corpora"/>. Without <c>POSTERN_CORPORA</c> it does not exist, not even as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Postern.Tests.Support." + nameof(CorpusFactDiscoverer), "Postern.Tests.Support")]
public sealed class CorpusFactAttribute : FactAttribute;

/// <summary>Discovers the tests marked with <see cref="CorpusFactAttribute"/> when the corpora are available.</summary>
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
