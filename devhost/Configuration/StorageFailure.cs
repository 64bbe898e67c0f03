using Azure;

namespace Postern.DevHost.Configuration;

/// <summary>Recognises the exceptions of a storage client after its retries: the last error, or all of them.</summary>
internal static class StorageFailure
{
    public static bool Is(Exception exception) =>
        exception switch
        {
            RequestFailedException => true,
            AggregateException all => all.InnerExceptions.All(inner => inner is RequestFailedException or IOException),
            _ => false,
        };
}
