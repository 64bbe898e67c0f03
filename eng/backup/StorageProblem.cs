using Azure;
using Azure.Identity;

namespace Postern.Backup;

/// <summary>What a failure of storage means, and what a person can do about it.</summary>
internal static class StorageProblem
{
    public static string? Explain(Exception failure) =>
        failure switch
        {
            AggregateException { InnerExceptions: [var first, ..] } => Explain(first),
            RequestFailedException { Status: 403 } e =>
                $"Storage refuses this identity (403 {e.ErrorCode}). It needs the role "
                    + "Storage Table Data Reader to back up and verify, Storage Table Data Contributor to restore, with --blobs "
                    + "also Storage Blob Data Reader or Contributor, and some minutes after it was given; or the account's "
                    + "network rules keep this address out.",
            RequestFailedException { Status: 401 } =>
                "Storage does not accept the token (401). Log in again (az login).",
            CredentialUnavailableException => "No identity: log in with az login, or give a connection string.",
            AuthenticationFailedException e => $"The identity could not get a token: {FirstLine(e)}",
            RequestFailedException { Status: 0 } e => $"Storage does not answer: {FirstLine(e)}",
            RequestFailedException e => $"Storage answered {e.Status} {e.ErrorCode}: {FirstLine(e)}",
            IOException e => e.Message,
            OperationCanceledException => "Interrupted.",
            _ => null,
        };

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim();
}
