using Postern.Core.Journal;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Routing;

/// <summary>Mail of the world: every mail of every set is decided about, and none makes an exception.</summary>
public sealed class CorporaRoutingTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_mail_of_every_set_is_routed()
    {
        var states = new Dictionary<string, int>();
        foreach (
            var file in Directory
                .EnumerateFiles(Corpora.PathOf(), "*", SearchOption.AllDirectories)
                .Where(Corpora.IsMail)
        )
        {
            var bytes = File.ReadAllBytes(file);
            var handled = SupportDesk
                .Desk()
                .Receive(bytes, new MailOrigin("mailbox:corpora", RcptTo: ["support@mycompany.example"]));

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
