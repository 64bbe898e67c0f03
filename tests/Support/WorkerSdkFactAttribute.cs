using Xunit.Abstractions;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>A fact on what the <see cref="WorkerSdk"/> makes. Without it there is no such test, not even a skipped one.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Postern.Tests.Support." + nameof(WorkerSdkFactDiscoverer), "Postern.Tests")]
public sealed class WorkerSdkFactAttribute : FactAttribute;

/// <summary>Finds the tests marked with <see cref="WorkerSdkFactAttribute"/>, when they can run.</summary>
public sealed class WorkerSdkFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        !WorkerSdk.IsUsed ? [] : new FactDiscoverer(diagnostics).Discover(discoveryOptions, testMethod, factAttribute);
}
