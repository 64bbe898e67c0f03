using Azure;
using Azure.Core;

namespace Postern.DevHost.Chaos;

/// <summary>What storage answers when it has too much to do.</summary>
internal sealed class BusyResponse(string clientRequestId) : Response
{
    private const string ErrorCode = "x-ms-error-code";

    public override int Status => 503;

    public override string ReasonPhrase => "The server is busy (chaos).";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = clientRequestId;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader(ErrorCode, "ServerBusy")];

#nullable disable warnings
    protected override bool TryGetHeader(string name, out string value)
    {
        value = name.Equals(ErrorCode, StringComparison.OrdinalIgnoreCase) ? "ServerBusy" : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values)
    {
        var found = TryGetHeader(name, out var value);
        values = found ? [value] : null;
        return found;
    }
#nullable restore
}
