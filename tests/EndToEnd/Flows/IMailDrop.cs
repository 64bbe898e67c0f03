using MimeKit;

namespace Postern.Tests.Flows;

/// <summary>A way for mail into a gateway.</summary>
internal interface IMailDrop
{
    /// <summary>Hands a mail in.</summary>
    Task HandInAsync(MimeMessage mail);

    /// <summary>Tells the gateway that there may be mail; called again and again.</summary>
    Task CallAsync();
}
