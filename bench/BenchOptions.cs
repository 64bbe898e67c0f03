using System.Globalization;
using Postern.Bench.EndToEnd;

namespace Postern.Bench;

/// <summary>The options, such as <c>--what send --mails 4000 --size 2048 --rounds 5 --connections 1,8,32</c>.</summary>
internal sealed record BenchOptions
{
    private static readonly string[] Kinds =
    [
        "send",
        "decide",
        "route",
        "fuzz",
        "end-to-end",
        "growth",
        "cost",
        "sink",
    ];

    /// <summary>
    /// <c>send</c>: SMTP, compared with smtp-source; <c>decide</c>: parsing and routing without storage, on one core;
    /// <c>route</c>: intake and routing with a storage emulator; <c>fuzz</c>: mutated inputs for every reader;
    /// <c>end-to-end</c>, <c>growth</c>, <c>cost</c>: whole apps, from the hand-in to a server that takes the mail.
    /// </summary>
    public string What { get; init; } = "send";

    /// <summary>Mails in a round.</summary>
    public int Mails => MailsOr(4000);

    /// <summary>Octets of a mail's text where whole apps are measured: with its fields some 4.8 KB.</summary>
    public int MailSize => _size ?? 4300;

    /// <summary>Octets of a mail's body.</summary>
    public int Size => _size ?? 2048;

    /// <summary>Rounds for each number of connections; each round measures both programs.</summary>
    public int Rounds { get; init; } = 5;

    public IReadOnlyList<int> Connections { get; init; } = [1, 8, 32];

    /// <summary>Mutated inputs.</summary>
    public int Inputs { get; init; } = 1_000_000;

    /// <summary>Seed of the mutations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The folder for inputs that are findings; null = they are only counted.</summary>
    public string? Findings { get; init; }

    /// <summary>Folders of devhosts that take turns; the last is compared with the first.</summary>
    public IReadOnlyList<NamedFolder> Apps { get; init; } = [NamedFolder.Own];

    /// <summary>Most messages that may wait on the queues of an app, while mails are handed in.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>The folder for tables and charts; null = only the console.</summary>
    public string? Write { get; init; }

    /// <summary>Whether results count although the machine was noisy.</summary>
    public bool NoiseAccepted { get; init; }

    /// <summary>The number of mails that was asked for, or else another.</summary>
    public int MailsOr(int number) => _mails ?? number;

    private int? _mails;
    private int? _size;

    /// <exception cref="ArgumentException">An option is unknown, or its value is not a number.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        if (arguments.Count % 2 != 0)
            throw new ArgumentException($"{arguments[^1]} has no value.");
        foreach (var option in arguments.Chunk(2))
        {
            options = option[0] switch
            {
                "--what" when Kinds.Contains(option[1]) => options with { What = option[1] },
                "--mails" => options with { _mails = Number(option) },
                "--size" => options with { _size = Number(option) },
                "--rounds" => options with { Rounds = Number(option) },
                "--connections" => options with
                {
                    Connections = [.. option[1].Split(',').Select(part => Number([option[0], part]))],
                },
                "--inputs" => options with { Inputs = Number(option) },
                "--seed" => options with { Seed = Number(option) },
                "--findings" => options with { Findings = option[1] },
                "--app" => options with { Apps = [.. option[1].Split(',').Select(NamedFolder.Parse)] },
                "--depth" => options with { Depth = Number(option) },
                "--write" => options with { Write = option[1] },
                "--noise" when option[1] is "accept" or "refuse" => options with
                {
                    NoiseAccepted = option[1] == "accept",
                },
                _ => throw new ArgumentException(
                    $"{option[0]} is no option; there are --what {string.Join(" or ", Kinds)}, "
                        + "--mails, --size, --rounds, --connections, --inputs, --seed, --findings, --app, --depth, "
                        + "--write and --noise accept or refuse."
                ),
            };
        }
        return options;
    }

    private static int Number(string[] option) =>
        int.TryParse(option[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{option[0]} takes numbers above 0, not '{option[1]}'.");
}
