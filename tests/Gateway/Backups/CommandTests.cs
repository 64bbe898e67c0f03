using Postern.Backup;
using Postern.Gateway.Storage;

namespace Postern.Tests.Backups;

/// <summary>What the tool understands, before it calls anybody.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("The first argument is one of")]
    [InlineData("backup needs a folder", "backup")]
    [InlineData("There is no option --what", "backup", "f", "--what")]
    [InlineData("'g' is one folder too many", "backup", "f", "g")]
    [InlineData("--at-once is a number", "restore", "f", "--at-once", "0")]
    [InlineData("There is no table 'thread'", "restore", "f", "--table", "thread")]
    [InlineData("neither an address", "backup", "f", "--account", "stmail")]
    [InlineData("Which account?", "backup", "f")]
    public async Task A_command_that_is_not_understood_says_why_and_does_nothing(string why, params string[] arguments)
    {
        var errors = new StringWriter();
        var tool = new BackupTool(new Surroundings { Errors = errors, Variable = _ => null });
        Assert.Equal(ExitCode.Refused, await tool.RunAsync(arguments, default));
        Assert.Contains(why, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_of_the_gateway_is_read_and_written()
    {
        Assert.Equal(TableNames.All.Order(), StorageOrder.Reading.SelectMany(tables => tables).Order());
        Assert.Equal(TableNames.All.Order(), StorageOrder.Writing.Order());
    }
}
