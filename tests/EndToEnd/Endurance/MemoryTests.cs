using System.Globalization;
using MimeKit;
using Postern.DevHost.Smtp;
using Postern.Tests.Flows;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Endurance;

/// <summary>The memory of the running program while large mails pass.</summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Endurance")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Mails = 10;

    // With the third more that base64 needs, a mail just below the limit of 25 MB.
    private const int Large = 18 << 20;

    [Fact]
    public async Task Ten_mails_of_25_MB_that_pass_at_once_are_notified_whole_and_the_peak_is_printed()
    {
        var small = await PassAsync(1 << 10);
        var large = await PassAsync(Large);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"peak of the only instance: {small} MiB with {Mails} mails of 1 KB, {large} MiB with {Mails} of 25 MB"
            )
        );
    }

    private static async Task<long> PassAsync(int size)
    {
        await using var deployment = await Deployment.CreateAsync();
        var arrived = 0;
        deployment.Catcher.Behaviour = new SmtpBehaviour { AnswerData = Count };
        var drop = new PushedMail(deployment);
        for (var mail = 0; mail < Mails; mail++)
            await drop.HandInAsync(Letter(mail, size));
        // All are on the queue when it starts.
        await using var host = deployment.Start("--instances", "1");
        await Eventually.TrueAsync(() => Volatile.Read(ref arrived) == Mails, EndToEnd.Deadline);
        return ProcessMemory.PeakOf(host.Instances);

        SmtpDataAnswer Count(CaughtMail mail)
        {
            if (mail.Raw.Length > size)
                Interlocked.Increment(ref arrived);
            return SmtpDataAnswer.Accept with { Keeps = false };
        }
    }

    internal static MimeMessage Letter(int number, int size, string domain = Deployment.Domain)
    {
        var file = new byte[size];
        new Random(number).NextBytes(file);
        var text = number.ToString(CultureInfo.InvariantCulture);
        var mail = Postern.Tests.Support.Mails.New($"c{text}@customer.example", $"support@{domain}", $"Case {text}");
        var attachment = new MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(file)),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "plan.pdf",
        };
        mail.Body = new Multipart("mixed") { mail.Body!, attachment };
        return mail;
    }
}
