namespace Postern.Backup;

/// <summary>The command, from its arguments to its exit code.</summary>
internal sealed class BackupTool(Surroundings around)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(CommandLine.Parse(arguments), cancellationToken);
        }
        catch (RefusedException e)
        {
            around.Errors.WriteLine(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (StorageProblem.Explain(e) is { } problem)
        {
            around.Errors.WriteLine($"{problem} The same command goes on where this one ended.");
            return ExitCode.Again;
        }
    }

    private Task<int> RunAsync(CommandLine line, CancellationToken cancellationToken) =>
        line.Verb switch
        {
            "backup" => new BackupRun(line, Account.Open(line.Account, around), around).RunAsync(cancellationToken),
            "restore" => new RestoreRun(line, Account.Open(line.Account, around), around).RunAsync(cancellationToken),
            // Only an account that is named: the files alone can be checked without any.
            "verify" => new VerifyRun(
                line,
                line.Account is null ? null : Account.Open(line.Account, around),
                around
            ).RunAsync(cancellationToken),
            _ => new RequeueRun(Account.Open(line.Account, around), around).RunAsync(cancellationToken),
        };
}
