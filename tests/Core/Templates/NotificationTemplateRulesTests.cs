using Postern.Contracts.Http;
using Postern.Core.Composing;
using Postern.Core.Templates;

namespace Postern.Tests.Templates;

public sealed class NotificationTemplateRulesTests
{
    [Fact]
    public void The_default_template_meets_its_own_rules() =>
        Assert.Empty(
            NotificationTemplateRules.Errors(
                new NotificationTemplate
                {
                    Subject = NotificationLayout.Subject,
                    Html = NotificationLayout.Html,
                    Text = NotificationLayout.Text,
                }
            )
        );

    [Theory]
    [InlineData("notification.subject", "{title}", null)]
    [InlineData("notification.subject", "{stop}", null)]
    [InlineData("notification.html", null, "<p>Hello</p>")]
    [InlineData("notification.html", null, "{message}<script>1</script>")]
    [InlineData("notification.html", null, "<p title=\"{record}\">{message}</p>")]
    [InlineData("notification.html", null, "<style>p { color: {values.colour} }</style>{message}")]
    [InlineData("notification.html", null, "{message}{?link}<p>")]
    public void A_template_that_would_not_work_is_refused(string field, string? subject, string? html) =>
        Assert.Contains(
            NotificationTemplateRules.Errors(new NotificationTemplate { Subject = subject, Html = html }),
            error => error.Field == field
        );
}
