using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Gateway.Callers;

namespace Postern.Functions.Http;

/// <summary>
/// Decides whether a request may call a function, before its body is read. What cannot be a key is refused without a
/// call to storage. The app setting <c>WEBSITE_AUTH_ENABLED</c>, which the platform sets, says that it signs people in:
/// only then does it write the field that names them, and remove it from requests that bring it along.
/// </summary>
public sealed class AccessGuard(ApiKeyRing keys, IConfiguration configuration, TimeProvider time)
{
    private const string SignInSetting = "WEBSITE_AUTH_ENABLED";
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";

    private readonly bool _signsIn = bool.TrueString.Equals(
        configuration[SignInSetting],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Decides on a request.</summary>
    /// <param name="function">The method of the function that it is for.</param>
    /// <param name="http">The request; the function finds the <see cref="Caller"/> among its features.</param>
    public async ValueTask<AccessDecision> CheckAsync(MethodInfo function, HttpContext http)
    {
        var needed = FunctionAccess.Of(function);
        var access = needed.Kind switch
        {
            AccessKind.Public => new AccessDecision(null, null),
            AccessKind.Host => new AccessDecision(Caller.Master, null),
            _ => await CheckAsync(needed, http),
        };
        http.Features.Set(access.Caller);
        return access;
    }

    private async ValueTask<AccessDecision> CheckAsync(FunctionAccess needed, HttpContext http)
    {
        if (Credentials.InHeader(http.Request) is { Length: > 0 } text)
            return await CheckAsync(text, needed, http.RequestAborted);
        if (needed.TakesKeyInQuery && Credentials.InQuery(http.Request) is { } inQuery)
            return await CheckQueryAsync(inQuery, needed, http.RequestAborted);
        return Person(http.Request) is { } person ? Decide(person, needed) : new AccessDecision(null, Refusals.NoKey);
    }

    private async ValueTask<AccessDecision> CheckQueryAsync(
        string text,
        FunctionAccess needed,
        CancellationToken cancellationToken
    )
    {
        var access = await CheckAsync(text, needed, cancellationToken);
        return access.Caller?.Scopes.Contains(ApiScope.Admin) == true
            ? new AccessDecision(null, Refusals.KeyInQuery)
            : access;
    }

    private async ValueTask<AccessDecision> CheckAsync(
        string text,
        FunctionAccess needed,
        CancellationToken cancellationToken
    )
    {
        if (ApiKeyText.Read(text) is not { } shown)
            return new AccessDecision(null, Refusals.WrongKey);
        var found = await keys.FindAsync(shown.Id, cancellationToken);
        if (!found.IsReadable)
            return new AccessDecision(null, Refusals.Unreadable);
        if (
            found.Key is not { } stored
            || !shown.Has(stored.Hash)
            || !ApiKeyRules.IsValid(stored.Key, time.GetUtcNow())
        )
            return new AccessDecision(null, Refusals.WrongKey);
        keys.NoteUse(stored);
        return Decide(Caller.Of(stored.Key), needed);
    }

    private static AccessDecision Decide(Caller caller, FunctionAccess needed) =>
        caller.May(needed.AnyOf)
            ? new AccessDecision(caller, null)
            : new AccessDecision(null, Refusals.WrongScope(needed.AnyOf));

    private Caller? Person(HttpRequest request) =>
        _signsIn && request.Headers.TryGetValue(PrincipalHeader, out var field)
            ? SignedInPerson.Read(field.ToString())
            : null;
}
