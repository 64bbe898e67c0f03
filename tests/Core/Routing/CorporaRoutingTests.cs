using Postern.Core.Journal;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Routing;

/// <summary>Mail from the wild: every mail of every set is routed, and none throws an exception.</summary>
public sealed class CorporaRoutingTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_mail_of_every_set_is_routed()
    {
        var origin = new MailOrigin("mailbox:corpora", RcptTo: ["support@mycompany.example"]);
        var files = Directory.EnumerateFiles(Corpora.PathOf(), "*", SearchOption.AllDirectories);
        var states = new Dictionary<string, int>();
        foreach (var file in files.Where(Corpora.IsMail))
        {
            var handled = SupportDesk.Desk().Receive(File.ReadAllBytes(file), origin);

            Assert.NotEmpty(handled.Decision.Reasons);
            Assert.True(
                handled.Mail.Automatic is null || handled.Claim.Notices.Count == 0,
                $"{file} is automatic and answered."
            );
            var state = handled.Decision.State.ToString();
            states[state] = states.GetValueOrDefault(state) + 1;
        }
        foreach (var (state, count) in states)
            output.WriteLine($"{state}: {count}");
        Assert.True(states.Values.Sum() > 500, "The sets are nearly empty.");
    }
}
