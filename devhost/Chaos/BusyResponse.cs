using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Postern.DevHost.Chaos;

/// <summary>The response of storage that is overloaded.</summary>
internal sealed class BusyResponse(Request request) : Response
{
    // Each service has an error format of its own, which the transport selects. This response bypasses the transport,
    // and the client reads the common format.
    private static readonly BinaryData Error = new(
        """{"error":{"code":"ServerBusy","message":"The server is busy (chaos)."}}"""
    );

    public override int Status => 503;

    // Otherwise set by the transport.
    public override bool IsError => true;

    public override string ReasonPhrase => "Server Busy";

    public override Stream? ContentStream { get; set; } = new MemoryStream(Error.ToArray());

    public override string ClientRequestId { get; set; } = request.ClientRequestId;

    // As with the transport, what was buffered stays readable: some clients describe an answer after they disposed of it.
    public override void Dispose() { }

    protected override bool ContainsHeader(string name) => false;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}
