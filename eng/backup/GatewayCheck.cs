using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>Whether an account has a gateway, and whether that runs.</summary>
internal static class GatewayCheck
{
    // Housekeeping starts every minute, or after two with the next work.
    private static readonly TimeSpan Running = TimeSpan.FromMinutes(5);

    /// <exception cref="RefusedException">It has none.</exception>
    public static async Task MustBeThereAsync(Account account, CancellationToken cancellationToken)
    {
        try
        {
            var rows = account
                .Table(TableNames.Config)
                .QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken);
            await foreach (var _ in rows)
                return;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound) { }
        throw new RefusedException($"{account.Name} has no configuration of a gateway: it is another account's name.");
    }

    /// <summary>What is restored under a gateway that runs is overwritten by it, and seen half.</summary>
    /// <exception cref="RefusedException">It runs.</exception>
    public static async Task MustNotRunAsync(Account account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var started = await HousekeepingTurns.FindStartedAsync(account.Table(TableNames.Limits), cancellationToken);
        if (now - started < Running)
            throw new RefusedException(
                $"A gateway runs on {account.Name}: its housekeeping started at {started:u}. Stop the app "
                    + "(az functionapp stop) and wait five minutes; or give --missing for rows that are gone; or --force."
            );
    }
}
