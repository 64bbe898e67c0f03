using System.Text;
using MimeKit;
using MimeKit.Tnef;
using Postern.Contracts.Http;
using Postern.Core.Parsing;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of whole mails.</summary>
internal static class MailTargets
{
    private const string Packed = "winmail.dat";
    private const string TrustedServer = "mx.example";

    // A mail that costs more work than its size allows is not read.
    private static readonly string[] Documented = ["UnreadableMailException"];

    // csharpier-ignore
    private static readonly FuzzSeeds Results = FuzzSeeds.OfText(
        [
            "mx.example; spf=pass smtp.mailfrom=carl@customer.example; dkim=pass header.d=customer.example",
            "mx.example 1; dmarc=fail (p=reject dis=none) header.from=customer.example; arc=none",
            "mx.example; spf=fail (domain does not designate 192.0.2.1) smtp.mailfrom=\"a b\"@x; dkim=none",
            "mx.example; auth=pass (plain) smtp.auth=\"carl\"; iprev=temperror policy.iprev=2001:db8::1",
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass header.d=a.example;dmarc=bestguesspass",
        ],
        [
            "mx.example", ";", "; ", "=", "\"", "\\", "(", ")", "()", "none", "spf=", "dkim=fail", "dmarc=pass",
            "header.from=", "header.d=", "header.i=@", "smtp.mailfrom=", "policy.", "reason=\"", "/1", "\n ", "\n",
            "\0",
            " 99999999999 ", "@", ".", "ü", "=?utf-8?q?;?=", "bestguesspass", "permerror", "action=oreject",
        ]
    );

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All(bool corpora)
    {
        var (mails, reports) = (MailSeeds.Mails(corpora), MailSeeds.Reports(corpora));
        yield return new("mail", mails, mail => Parse(mail)) { Documented = Documented, Weight = 8 };
        yield return new("bounces", reports, mail => Parse(mail)) { Documented = Documented };
        yield return new("router", mails, mail => Route(mail)) { Documented = Documented };
        yield return new("router of reports", reports, mail => Route(mail)) { Documented = Documented, Weight = 2 };
        yield return new("sender authentication", Results, Authenticate) { Documented = Documented };
    }

    private static void Parse(byte[] raw)
    {
        var mail = MailParser.Parse(raw);
        _ = mail.ReplyText.New + mail.ReplyHtml?.New;
        // What Outlook packs is unpacked, which may be text alone.
        var files = mail.Message.Attachments.OfType<MimePart>();
        var named = files.Count(part =>
            part is not TnefPart && part.FileName?.ToLowerInvariant() is not (null or Packed)
        );
        Invariant.Holds(mail.Attachments.Count >= named, "every named attachment is kept");
        foreach (var attachment in mail.Attachments)
            _ = attachment.FileName + attachment.ContentType + attachment.ReadAllBytes().Length;
        var names = mail.Attachments.Select(attachment => attachment.FileName).Append(mail.Subject);
        Invariant.Holds(!names.Any(name => name?.Any(char.IsControl) == true), "names and subjects are one line");
    }

    private static Handled Route(byte[] raw)
    {
        var handled = Desk().Receive(raw);
        Invariant.Holds(handled.Decision.Reasons.Count > 0, "every decision has a reason");
        return handled;
    }

    private static void Authenticate(byte[] field)
    {
        var text = Encoding.UTF8.GetString(field).Replace("\n", "\n ", StringComparison.Ordinal);
        var mail =
            $"Authentication-Results: {text}\nFrom: carl@customer.example\nTo: support@mycompany.example\n\nHi\n";
        Route(Encoding.UTF8.GetBytes(mail));
    }

    private static RoutingWorld Desk()
    {
        var desk = new RoutingWorld();
        desk.Parameters["mail.auth.trusted"] = TrustedServer;
        desk.Domains.Add(
            new AliasDomain
            {
                Id = "main",
                Name = "mycompany.example",
                IsDefault = true,
            }
        );
        desk.Aliases.Add(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.ticket",
            }
        );
        var thread = desk.AddThread("helpdesk.ticket", "7");
        desk.AddMessage(thread, "sent-7@mycompany.example", new MessageAuthor("anna@mycompany.example", "Anna", true));
        return desk;
    }
}
