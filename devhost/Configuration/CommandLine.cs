using System.Globalization;
using System.Net;

namespace Postern.DevHost.Configuration;

/// <summary>Reads the command line into <see cref="DevHostOptions"/>.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Runs the functions of Postern on this machine.

          --port N             port of the HTTP functions on 127.0.0.1 (7071)
          --listen ADDRESS     where the HTTP functions listen, 0.0.0.0 in a container (127.0.0.1)
          --functions A,B      run only these functions
          --instances N        N processes for queues and timers, and one more for HTTP
          --catch-mail [PORT]  take all mail by SMTP on 127.0.0.1 (2525); see GET /dev/mails
          --mail-folder DIR    where caught mail is kept (.postern/mail)
          --lease-seconds N    how long a queue message belongs to a run (600)
          --chaos LIST         faults and their probability: twice=0.1,undeleted=0.1,cancel=0.1,lost-reply=0.1,busy=0.1
          --seed N             makes the faults repeatable
          --assembly FILE      assembly of the functions (Postern.Functions)
          --verbose            list the functions at the start
        """;

    private const int DefaultSmtpPort = 2525;

    /// <exception cref="CommandLineException">An option is unknown, or its value is.</exception>
    public static DevHostOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DevHostOptions();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var option))
        {
            options = Read(options, option, rest);
        }

        return options;
    }

    private static DevHostOptions Read(DevHostOptions options, string option, Queue<string> rest) =>
        option switch
        {
            "--port" => options with { Port = Number(option, rest, 0, 65535) },
            "--listen" => options with { Listen = Address(option, rest) },
            "--functions" => options with { Functions = List(Value(option, rest)) },
            "--instances" => options with { Instances = Number(option, rest, 1, 64) },
            "--catch-mail" => options with { CatchMailPort = OptionalPort(option, rest) },
            "--mail-folder" => options with { MailFolder = Value(option, rest) },
            "--lease-seconds" => options with { Lease = TimeSpan.FromSeconds(Number(option, rest, 1, 7 * 24 * 3600)) },
            "--chaos" => options with { Chaos = ChaosSettings.Parse(Value(option, rest)) },
            "--seed" => options with { Seed = Number(option, rest, 0, int.MaxValue) },
            "--assembly" => options with { Assembly = Value(option, rest) },
            "--verbose" => options with { Verbose = true },
            "--part" => options with { Part = PartOf(Value(option, rest)) },
            "--child" => options with { IsChild = true },
            _ => throw new CommandLineException($"Unknown option {option}."),
        };

    private static string Value(string option, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw new CommandLineException($"{option} needs a value.");

    private static int Number(string option, Queue<string> rest, int least, int most) =>
        Number(option, Value(option, rest), least, most);

    private static int Number(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new CommandLineException($"{option} takes a number from {least} to {most}, not '{text}'.");

    private static int OptionalPort(string option, Queue<string> rest) =>
        rest.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal)
            ? Number(option, rest, 0, 65535)
            : DefaultSmtpPort;

    private static IPAddress Address(string option, Queue<string> rest) =>
        Value(option, rest) is var text && IPAddress.TryParse(text, out var address)
            ? address
            : throw new CommandLineException($"{option} takes an IP address, not '{text}'.");

    private static string[] List(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Part PartOf(string text) =>
        Enum.TryParse<Part>(text, ignoreCase: true, out var part)
            ? part
            : throw new CommandLineException($"--part does not know '{text}'.");
}
