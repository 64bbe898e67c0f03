using Azure;
using MailKit.Net.Smtp;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// What is exported of an exception: types, codes and where it happened, by OpenTelemetry's names. Messages are not:
/// they quote what a mail, a server or a request said.
/// </summary>
internal static class ExceptionTags
{
    public const string Type = "exception.type";
    public const string Stack = "exception.stacktrace";

    /// <summary>Error code of the storage service or the vault, or the reply code of a mail server.</summary>
    public const string Code = "exception.code";

    // Longer values are cut by Application Insights.
    private const int MostStack = 8192;

    /// <summary>The tags of an exception and of those that caused it.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(Exception exception)
    {
        var chain = Chain(exception).ToList();
        yield return MailMetrics.Tag(Type, string.Join(" < ", chain.Select(one => one.GetType().FullName)));
        if (chain.Select(CodeOf).FirstOrDefault(code => code is not null) is { } known)
            yield return MailMetrics.Tag(Code, known);
        var stack = string.Join('\n', chain.Select(one => $"{one.GetType().FullName}\n{one.StackTrace}"));
        yield return MailMetrics.Tag(Stack, stack.Length > MostStack ? stack[..MostStack] : stack);
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
            yield return one;
    }

    private static string? CodeOf(Exception exception) =>
        exception switch
        {
            RequestFailedException failed => $"{failed.Status} {failed.ErrorCode}",
            SmtpCommandException refused => $"{(int)refused.StatusCode}",
            _ => null,
        };
}
