using Microsoft.Extensions.Logging;

namespace Postern.Tests.Telemetry;

/// <summary>Lines such as the gateway and libraries write.</summary>
internal static partial class SampleLogs
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Something is worth a line")]
    public static partial void Worth(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk burns")]
    public static partial void Burns(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "A library chats")]
    public static partial void Chats(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not read {Path}")]
    public static partial void CouldNotRead(ILogger logger, Exception exception, string path);
}
