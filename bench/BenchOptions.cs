using System.Globalization;

namespace Postern.Bench;

/// <summary>The options, such as <c>--what send --mails 4000 --size 2048 --rounds 5 --connections 1,8,32</c>.</summary>
internal sealed record BenchOptions
{
    /// <summary>
    /// <c>send</c>: SMTP, compared with smtp-source; <c>decide</c>: parsing and routing without storage, on one core;
    /// <c>route</c>: intake and routing with a storage emulator; <c>fuzz</c>: mutated inputs for every reader.
    /// </summary>
    public string What { get; init; } = "send";

    /// <summary>Mails in a round.</summary>
    public int Mails { get; init; } = 4000;

    /// <summary>Octets of a mail's body.</summary>
    public int Size { get; init; } = 2048;

    /// <summary>Rounds for each number of connections; each round measures both programs.</summary>
    public int Rounds { get; init; } = 5;

    public IReadOnlyList<int> Connections { get; init; } = [1, 8, 32];

    /// <summary>Mutated inputs.</summary>
    public int Inputs { get; init; } = 1_000_000;

    /// <summary>Seed of the mutations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The folder for inputs that are findings; null = they are only counted.</summary>
    public string? Findings { get; init; }

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
                "--what" when option[1] is "send" or "decide" or "route" or "fuzz" => options with { What = option[1] },
                "--mails" => options with { Mails = Number(option) },
                "--size" => options with { Size = Number(option) },
                "--rounds" => options with { Rounds = Number(option) },
                "--connections" => options with
                {
                    Connections = [.. option[1].Split(',').Select(part => Number([option[0], part]))],
                },
                "--inputs" => options with { Inputs = Number(option) },
                "--seed" => options with { Seed = Number(option) },
                "--findings" => options with { Findings = option[1] },
                _ => throw new ArgumentException(
                    $"{option[0]} is no option; there are --what send, decide, route or fuzz, "
                        + "--mails, --size, --rounds, --connections, --inputs, --seed and --findings."
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
