using Azure;

namespace Postern.DevHost.Configuration;

/// <summary>Tells what a storage client throws once its retries are used up: one error, or all of them together.</summary>
internal static class StorageFailure
{
    public static bool Is(Exception exception) =>
        exception is RequestFailedException
        || (
            exception is AggregateException all
            && all.InnerExceptions.All(inner => inner is RequestFailedException or IOException)
        );
}
