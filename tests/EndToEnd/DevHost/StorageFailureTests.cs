using System.Xml;
using Azure;
using Postern.DevHost.Configuration;

namespace Postern.Tests.DevHost;

/// <summary>Which failures of storage a listener outlasts: an instance must not end because storage is away.</summary>
public sealed class StorageFailureTests
{
    public static TheoryData<string, Exception, bool> Failures =>
        new()
        {
            { "a refusal", new RequestFailedException(503, "busy"), true },
            { "retries of which one ran out of time", new AggregateException(new TaskCanceledException()), true },
            { "a connection that broke", new IOException("reset"), true },
            { "a reply that was cut off", new XmlException("unexpected end"), true },
            { "a fault of the program", new InvalidOperationException("no"), false },
            { "the end of the host", new OperationCanceledException(), false },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_listener_outlasts_what_passes_and_nothing_else(string what, Exception failure, bool outlasts) =>
        Assert.True(StorageFailure.Is(failure) == outlasts, what);
}
