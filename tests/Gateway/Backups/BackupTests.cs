using Azure.Data.Tables;
using Postern.Backup;
using Postern.Gateway.Storage;

namespace Postern.Tests.Backups;

/// <summary>What eng/backup reads from an account is what it writes into another, whatever happens in between.</summary>
[Trait("Speed", "Long")]
public sealed class BackupTests(FilledAccount account) : IClassFixture<FilledAccount>
{
    [Fact]
    public async Task A_backup_restored_into_an_empty_account_is_the_same_row_for_row()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(account.Storage, "backup", folder)).Code);

        var restored = await Tool.RunAsync(to, "restore", folder);

        Assert.Equal((ExitCode.Done, ""), (restored.Code, restored.Errors));
        Assert.Contains("attention: 1,501 rows", restored.Output, StringComparison.Ordinal);
        var before = await StoredRows.ReadAsync(account.Storage);
        Assert.True(before.Count > 1500);
        Assert.Equal(before, await StoredRows.ReadAsync(to));
        Assert.Equal(4, Directory.GetFiles(folder, "attention-*").Length);
        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(to, "verify", folder)).Code);

        await new TableClient(to, TableNames.Attention).UpsertEntityAsync(
            new TableEntity("many", "00001") { ["number"] = 2 }
        );
        var other = await Tool.RunAsync(to, "verify", folder);
        Assert.Equal((ExitCode.Differs, "attention: some of the 1501 rows differ"), (other.Code, other.Errors.Trim()));
    }

    [Fact]
    public async Task A_busy_storage_and_a_bad_network_delay_it_only()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        Fault[] faults = [Fault.Busy, Fault.NoNetwork, Fault.TooMany, Fault.LostReply, Fault.Broken];
        Fault? Bad(int call, HttpRequestMessage request) => call % 3 == 0 ? faults[call / 3 % faults.Length] : null;
        using var reading = new StorageGate(account.Storage) { Break = Bad };
        using var writing = new StorageGate(to) { Break = Bad };

        var read = await Tool.RunAsync(reading, account.Storage, "backup", folder);
        var written = await Tool.RunAsync(writing, to, "restore", folder);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (read.Code, written.Code));
        Assert.True(reading.Calls > 15 && writing.Calls > 15);
        Assert.Equal(await StoredRows.ReadAsync(account.Storage), await StoredRows.ReadAsync(to));
    }

    [Fact]
    public async Task A_backup_that_dies_goes_on_where_it_was_and_is_none_until_it_is_whole()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        var died = 0;
        for (var call = 2; call < 40; call += 2)
        {
            using var gate = new StorageGate(account.Storage)
            {
                Break = (number, _) => number == call ? Fault.Death : null,
            };
            try
            {
                Assert.Equal(ExitCode.Done, (await Tool.RunAsync(gate, account.Storage, "backup", folder)).Code);
                break;
            }
            catch (DeathException)
            {
                died++;
            }
            var early = await Tool.RunAsync(to, "restore", folder);
            Assert.Equal(ExitCode.Refused, early.Code);
        }

        Assert.True(died > 2);
        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(to, "restore", folder)).Code);
        Assert.Equal(await StoredRows.ReadAsync(account.Storage), await StoredRows.ReadAsync(to));
        var again = await Tool.RunAsync(account.Storage, "backup", folder);
        Assert.Equal(ExitCode.Refused, again.Code);
        Assert.Contains("has a whole backup", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_whose_token_is_refused_in_the_middle_goes_on_where_it_was()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        await Tool.RunAsync(account.Storage, "backup", folder);
        using var whole = new StorageGate(account.EmptyAccount());
        Assert.Equal(
            ExitCode.Done,
            (await Tool.RunAsync(whole, whole.Address, "restore", folder, "--at-once", "1")).Code
        );
        // No token was used for a second call.
        Assert.Equal(whole.Calls, whole.TokensAccepted);

        var middle = whole.Calls - 5;
        using var first = new StorageGate(to) { Break = (call, _) => call > middle ? Fault.Unauthorized : null };
        var refused = await Tool.RunAsync(first, first.Address, "restore", folder, "--at-once", "1");
        using var second = new StorageGate(to);
        var rest = await Tool.RunAsync(second, second.Address, "restore", folder, "--at-once", "1");

        Assert.Equal(ExitCode.Again, refused.Code);
        Assert.Contains("az login", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, rest.Code);
        Assert.Contains("goes on", rest.Output, StringComparison.Ordinal);
        Assert.True(second.Writes < whole.Writes, $"{second.Writes} of {whole.Writes}");
        Assert.Equal(await StoredRows.ReadAsync(account.Storage), await StoredRows.ReadAsync(to));
        Assert.Empty(Directory.GetFiles(folder, "restore-*"));
    }

    [Fact]
    public async Task Nothing_of_a_backup_with_a_cut_file_is_restored()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        await Tool.RunAsync(account.Storage, "backup", folder);
        var part = Path.Combine(folder, "attention-000002.jsonl.gz");
        await using (var file = File.OpenWrite(part))
            file.SetLength(file.Length / 2);

        var outcome = await Tool.RunAsync(to, "restore", folder);

        Assert.Equal(ExitCode.Differs, outcome.Code);
        Assert.Contains("attention-000002.jsonl.gz", outcome.Errors, StringComparison.Ordinal);
        Assert.False(await new TableServiceClient(to).QueryAsync().AnyAsync());
    }

    [Fact]
    public async Task A_refused_identity_is_told_which_role_it_needs()
    {
        using var gate = new StorageGate(account.Storage) { Break = (_, _) => Fault.Forbidden };
        var outcome = await Tool.RunAsync(gate, gate.Address, "backup", account.NewFolder());
        Assert.Equal(ExitCode.Again, outcome.Code);
        Assert.Contains("Storage Table Data Reader", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_deleted_by_mistake_come_back_and_the_others_stay_as_they_are()
    {
        var (folder, to) = (account.NewFolder(), account.EmptyAccount());
        await Tool.RunAsync(account.Storage, "backup", folder);
        await Tool.RunAsync(to, "restore", folder);
        var table = new TableClient(to, TableNames.Attention);
        await table.DeleteEntityAsync("many", "00001");
        await table.UpsertEntityAsync(new TableEntity("many", "00002") { ["number"] = 7 });

        await Tool.RunAsync(
            to,
            "restore",
            folder,
            "--missing",
            "--table",
            TableNames.Attention,
            "--partition",
            "other"
        );
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("many", "00001")).HasValue);
        await Tool.RunAsync(to, "restore", folder, "--missing", "--table", TableNames.Attention, "--partition", "many");

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("many", "00001")).Value.GetInt32("number"));
        Assert.Equal(7, (await table.GetEntityAsync<TableEntity>("many", "00002")).Value.GetInt32("number"));
    }
}
