using System.Globalization;

namespace Postern.Tests.Endurance;

/// <summary>How much mail a gateway gets, and how often it is killed meanwhile.</summary>
/// <param name="Mails">What is handed in at least: mails, posts and mailings.</param>
/// <param name="Kills">Instances that are killed without a warning.</param>
/// <param name="Seed">What the draws begin with.</param>
internal sealed record Trial(int Mails, int Kills, int Seed)
{
    /// <summary>How many addresses a mailing has.</summary>
    public const int MailingSize = 5;

    /// <summary>Cases whose mails are at least <see cref="Mails"/>.</summary>
    public int Cases
    {
        get
        {
            var cases = 0;
            for (var mails = 0; mails < Mails; cases++)
                mails += SizeOf(KindOf(cases));
            return cases;
        }
    }

    /// <summary>Mails that leave the gateway, those for hostile ones and copies not counted.</summary>
    public int Arrivals => Enumerable.Range(0, Cases).Sum(number => RecipientsOf(KindOf(number)));

    public static CaseKind KindOf(int number) =>
        (number % 8) switch
        {
            3 => CaseKind.Bounced,
            4 => CaseKind.Copied,
            5 => CaseKind.Hostile,
            6 => CaseKind.List,
            7 when number % 16 == 7 => CaseKind.Post,
            7 => CaseKind.Mailing,
            0 when number % 64 == 0 => CaseKind.Deleted,
            _ => CaseKind.Conversation,
        };

    /// <summary>Whether it is settled where the mails of a case go; of others only that they come to an end.</summary>
    public static bool IsForeseen(int number) => KindOf(number) is not (CaseKind.Hostile or CaseKind.Deleted);

    /// <summary>The same in another size, where the environment names one.</summary>
    public Trial Resized() =>
        new(
            Read("POSTERN_ENDURANCE_MAILS") ?? Mails,
            Read("POSTERN_ENDURANCE_KILLS") ?? Kills,
            Read("POSTERN_ENDURANCE_SEED") ?? Seed
        );

    private static int SizeOf(CaseKind kind) =>
        kind switch
        {
            CaseKind.Bounced => 3,
            CaseKind.Conversation or CaseKind.Copied or CaseKind.Deleted => 2,
            _ => 1,
        };

    private static int RecipientsOf(CaseKind kind) =>
        kind switch
        {
            CaseKind.Hostile => 0,
            CaseKind.Copied or CaseKind.List or CaseKind.Deleted => 1,
            CaseKind.Mailing => MailingSize,
            _ => 2,
        };

    private static int? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>What a case consists of.</summary>
internal enum CaseKind
{
    /// <summary>A customer writes, the agent answers.</summary>
    Conversation,

    /// <summary>A conversation whose answer comes back from the customer's mail system.</summary>
    Bounced,

    /// <summary>A conversation whose thread is deleted while its first mail is still being sent, before the answer.</summary>
    Deleted,

    /// <summary>A customer's mail that comes in twice, on two ways.</summary>
    Copied,

    /// <summary>A mail that breaks rules.</summary>
    Hostile,

    /// <summary>A mail of a mailing list.</summary>
    List,

    /// <summary>A post of a program, put on its queue twice.</summary>
    Post,

    /// <summary>Mass mail of a program, put on its queue twice.</summary>
    Mailing,
}
