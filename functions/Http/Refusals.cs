using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Contracts.Http;

namespace Postern.Functions.Http;

/// <summary>
/// The answers to requests that may not pass. Those to requests without a valid key are made once: there may be very
/// many of them.
/// </summary>
internal static class Refusals
{
    private const string Challenge = "Bearer realm=\"postern\"";

    public static IActionResult NoKey { get; } =
        Unauthorized("A key is needed: Authorization: Bearer KEY, or x-functions-key: KEY.", Challenge);

    // One answer for all that may be wrong with a key: it tells nobody how near they were.
    public static IActionResult WrongKey { get; } =
        Unauthorized(
            "The key is wrong: it is mistyped, unknown, revoked or expired.",
            Challenge + ", error=\"invalid_token\""
        );

    public static IActionResult KeyInQuery { get; } =
        Answers.Problem(
            StatusCodes.Status403Forbidden,
            "A key in the query must be one of the scope intake: URLs are written to logs."
        );

    public static IActionResult Unreadable { get; } =
        Answers.Busy("The keys cannot be read at the moment; try again in a minute.");

    public static IActionResult WrongScope(IReadOnlyList<ApiScope> needed) =>
        Answers.Problem(
            StatusCodes.Status403Forbidden,
            $"The scope of the key does not suffice: {string.Join(" or ", Named(needed))} is needed."
        );

    private static IEnumerable<string> Named(IReadOnlyList<ApiScope> scopes) =>
        scopes.Append(ApiScope.Admin).Distinct().Select(scope => $"'{scope.ToString().ToLowerInvariant()}'");

    private static IActionResult Unauthorized(string detail, string challenge) =>
        Answers.Problem(StatusCodes.Status401Unauthorized, detail, challenge: challenge);
}
