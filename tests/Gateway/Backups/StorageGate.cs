using System.Net;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Sas;

namespace Postern.Tests.Backups;

/// <summary>
/// Stands between the tool and Azurite: breaks calls, and checks tokens as the service does, which Azurite would ask
/// TLS for.
/// </summary>
internal sealed class StorageGate(string storage) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lock _lock = new();
    private readonly string _signature = SignatureOf(storage);
    private readonly HashSet<string> _spent = [];

    /// <summary>What becomes of a call by its number, from 1; null lets it pass.</summary>
    public Func<int, HttpRequestMessage, Fault?> Break { get; init; } = (_, _) => null;

    public int Calls { get; private set; }

    /// <summary>The transactions and single writes of rows that came through.</summary>
    public int Writes { get; private set; }

    public int TokensAccepted => _spent.Count;

    /// <summary>The account, as an address that only a token opens.</summary>
    public string Address =>
        new UriBuilder(new TableServiceClient(storage).Uri) { Scheme = Uri.UriSchemeHttps }
            .Uri
            .AbsoluteUri;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        switch (Enter(request))
        {
            case Fault.Death:
                throw new DeathException();
            case Fault.NoNetwork:
                throw new HttpRequestException("The network is not there.");
            case Fault.LostReply:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("The reply was lost.");
            case { } status:
                return new HttpResponseMessage((HttpStatusCode)(int)status) { RequestMessage = request };
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }

    private Fault? Enter(HttpRequestMessage request)
    {
        lock (_lock)
        {
            var fault = Break(++Calls, request);
            if (fault is null && request.RequestUri!.Scheme == Uri.UriSchemeHttps)
                fault = CheckToken(request);
            if (fault is null or Fault.LostReply && request.Method != HttpMethod.Get)
                Writes++;
            return fault;
        }
    }

    // Each token opens one call: the shortest life that one can have.
    private Fault? CheckToken(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: { } token } || !_spent.Add(token))
            return Fault.Unauthorized;
        request.Headers.Authorization = null;
        var uri = new UriBuilder(request.RequestUri!) { Scheme = Uri.UriSchemeHttp };
        uri.Query = uri.Query.Length > 1 ? $"{uri.Query[1..]}&{_signature}" : _signature;
        request.RequestUri = uri.Uri;
        return null;
    }

    private static string SignatureOf(string storage)
    {
        var until = DateTimeOffset.UtcNow.AddHours(1);
        return new TableServiceClient(storage)
            .GenerateSasUri(TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, until)
            .Query[1..];
    }
}

/// <summary>What becomes of a call; a number is the status of the answer.</summary>
internal enum Fault
{
    /// <summary>The process dies before it.</summary>
    Death = 1,

    NoNetwork = 2,

    /// <summary>It is done, and the answer does not arrive.</summary>
    LostReply = 3,

    Unauthorized = 401,
    Forbidden = 403,
    TooMany = 429,
    Broken = 500,
    Busy = 503,
}

/// <summary>Stands for the death of the process: nothing catches it.</summary>
internal sealed class DeathException : Exception;

/// <summary>An identity whose tokens have expired as soon as they are made.</summary>
internal sealed class ShortLivedTokens : TokenCredential
{
    private int _count;

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new($"token-{Interlocked.Increment(ref _count)}", DateTimeOffset.UtcNow);

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
