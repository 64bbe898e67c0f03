using Postern.Core.Selection;
using Postern.Core.Threads;
using static Postern.Tests.Sending.SentMail;
using ServerRequests = Postern.Core.Sending.ServerRequests;

namespace Postern.Tests.Sending;

/// <summary>What the selection of a server is told about a message.</summary>
public sealed class ServerRequestsTests
{
    [Theory]
    [InlineData("anna@mycompany.example", true)]
    [InlineData("anna@branch.example", true)]
    [InlineData("anna@elsewhere.example", false)]
    [InlineData("", false)]
    public void An_employee_keeps_an_address_on_any_domain_of_ours(string address, bool keeps) =>
        Assert.Equal(keeps, Keeps(Comment with { Author = new MessageAuthor(address, "Anna", Internal: true) }));

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("mail-1", true, true)]
    [InlineData("mail-1", false, false)]
    public void The_From_of_a_mail_is_believed_only_when_it_is_verified_and_a_program_always(
        string? mail,
        bool verified,
        bool keeps
    ) => Assert.Equal(keeps, Keeps(Comment with { Mail = mail, Verified = verified }));

    [Fact]
    public void Nobody_but_an_employee_keeps_an_address_of_ours() =>
        Assert.False(Keeps(Comment with { Author = new MessageAuthor(Anna, "Anna", Internal: false) }));

    [Theory]
    [InlineData("anna@mycompany.example", "Anna Agent", "Anna Agent <anna@mycompany.example>")]
    [InlineData("", "Eve <anna@mycompany.example>", "Eve")]
    [InlineData("", "anna@mycompany.example", "")]
    public void The_From_is_the_authors_and_a_name_without_address_brings_none_in(
        string address,
        string name,
        string from
    )
    {
        var request = Request(Comment with { Author = new MessageAuthor(address, name, Internal: false) });

        Assert.Equal(SenderIdentity.Read(from).Address, SenderIdentity.Read(request.From).Address);
        Assert.Equal(SenderIdentity.Read(from).CallName, SenderIdentity.Read(request.From).CallName);
    }

    [Fact]
    public void A_program_names_From_and_server_of_its_own_mail()
    {
        var own = new OutgoingHeaders { From = "Shop <shop@mycompany.example>", Server = "b" };

        var request = Request(Comment with { Outgoing = own });

        Assert.Equal(("Shop <shop@mycompany.example>", "b"), (request.From, request.ExplicitServer));
    }

    [Fact]
    public void The_notification_address_is_that_of_the_threads_domain_else_of_the_default_one()
    {
        var inBranch = Comment with { Thread = Comment.Thread with { AliasDomain = "branch" } };

        Assert.Equal("notifications@branch.example", Request(inBranch).NotificationAddress);
        Assert.Equal("notifications@mycompany.example", Request(Comment).NotificationAddress);
    }

    [Theory]
    [InlineData("odoo", true)]
    [InlineData("documented", false)]
    public void The_order_of_Odoo_is_taken_when_it_is_asked_for(string setting, bool isOdoo)
    {
        var configuration = Through().With("mail.server.selection", setting);

        Assert.Equal(isOdoo, ServerRequests.For(Comment, ToCarl, configuration).Order == SelectionOrder.Odoo);
    }

    private static bool Keeps(ThreadMessage message) => Request(message).AuthorKeepsAddress;

    private static ServerRequest Request(ThreadMessage message) => ServerRequests.For(message, ToCarl, Through());
}
