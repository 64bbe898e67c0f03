using System.Globalization;
using Postern.Gateway.Storage;

namespace Postern.Backup;

/// <summary>What is asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        backup FOLDER       reads all tables of the gateway into a folder, and goes on there where it was interrupted
        restore FOLDER      adds and replaces rows, deletes none; goes on where it was interrupted
        verify FOLDER       checks the files, and with --account whether the account has the same rows
        requeue             lets unfinished work go on whose queue messages are lost, as after the loss of a region

          --account A       address of the table service (https://NAME.table.core.windows.net), for the identity that is
                            logged in, or a connection string; else POSTERN_TABLES or AZURE_STORAGE_CONNECTION_STRING
          --blobs FOLDER    with all mail, texts and files too, in a folder that many backups share
          --table T         restore: this table only (repeatable)
          --partition P     restore: this partition only, such as sale.order:4711
          --missing         restore: only rows that the account does not have; the gateway may run
          --force           restore: although a gateway runs on the account
          --at-once N       calls at the same time (16)
        """;

    private static readonly string[] Verbs = ["backup", "restore", "verify", "requeue"];

    public required string Verb { get; init; }

    /// <summary>The folder of the backup; empty for a verb without one.</summary>
    public string Folder { get; init; } = "";

    public string? Account { get; init; }

    public string? Blobs { get; init; }

    public IReadOnlyList<string> Tables { get; init; } = [];

    public string? Partition { get; init; }

    public bool Missing { get; init; }

    public bool Force { get; init; }

    public int AtOnce { get; init; } = 16;

    /// <summary>Whether only a part of the backup is asked for.</summary>
    public bool IsPart => Tables.Count > 0 || Partition is not null || Missing;

    /// <exception cref="RefusedException">It cannot be understood.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine { Verb = arguments is [var verb, ..] ? verb : "" };
        if (!Verbs.Contains(line.Verb))
            throw new RefusedException($"The first argument is one of {string.Join(", ", Verbs)}.\n\n{Usage}");
        var rest = new Queue<string>(arguments.Skip(1));
        while (rest.TryDequeue(out var argument))
            line = line.With(argument, rest);
        if (line.Folder.Length == 0 && line.Verb != "requeue")
            throw new RefusedException($"{line.Verb} needs a folder.");
        return line;
    }

    private CommandLine With(string argument, Queue<string> rest) =>
        argument switch
        {
            "--account" => this with { Account = Value(argument, rest) },
            "--blobs" => this with { Blobs = Value(argument, rest) },
            "--table" => this with { Tables = [.. Tables, Table(Value(argument, rest))] },
            "--partition" => this with { Partition = Value(argument, rest) },
            "--missing" => this with { Missing = true },
            "--force" => this with { Force = true },
            "--at-once" => this with { AtOnce = Number(argument, Value(argument, rest)) },
            _ when argument.StartsWith('-') => throw new RefusedException($"There is no option {argument}.\n\n{Usage}"),
            _ when Folder.Length > 0 => throw new RefusedException($"'{argument}' is one folder too many."),
            _ => this with { Folder = argument },
        };

    private static string Value(string option, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw new RefusedException($"{option} needs a value.");

    private static string Table(string name) =>
        TableNames.All.Contains(name)
            ? name
            : throw new RefusedException($"There is no table '{name}', but {string.Join(", ", TableNames.All)}.");

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 256
            ? number
            : throw new RefusedException($"{option} is a number from 1 to 256.");
}
