using System.Xml;
using Azure;

namespace Postern.DevHost.Configuration;

/// <summary>
/// Recognises the exceptions of a storage client after its retries: the last error, or all of them, whatever they are
/// (refusals, lost connections, timeouts); and a reply that was cut off, which is not tried again.
/// </summary>
internal static class StorageFailure
{
    public static bool Is(Exception exception) =>
        exception is RequestFailedException or AggregateException or IOException or XmlException;
}
