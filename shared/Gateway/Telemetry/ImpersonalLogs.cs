using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// Takes out of log records what may name people before they are exported: the messages of exceptions, which quote mails
/// and servers, and what libraries put into their texts, such as paths and keys of rows. What is left of a library's
/// text is its template.
/// </summary>
internal sealed class ImpersonalLogs : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    // The worker's texts have names of functions and ids of runs.
    private static readonly string[] Kept =
    [
        TelemetryServiceCollectionExtensions.ServiceCategory + ".",
        "Microsoft.Azure.Functions.Worker",
    ];

    public override void OnEnd(LogRecord data)
    {
        if (!Array.Exists(Kept, start => data.CategoryName?.StartsWith(start, StringComparison.Ordinal) == true))
            KeepTemplate(data);
        if (data.Exception is not { } exception)
            return;
        data.Exception = null;
        data.Attributes = [.. data.Attributes ?? [], .. ExceptionTags.Of(exception)];
    }

    private static void KeepTemplate(LogRecord record)
    {
        var template = record.Attributes?.FirstOrDefault(attribute => attribute.Key == Template).Value as string;
        record.Body = record.FormattedMessage = template ?? "(a text without a template)";
        record.Attributes = null;
    }
}
