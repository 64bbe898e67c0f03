namespace Postern.Mail;

internal static class AutomaticMailReader
{
    public static AutomaticMail? Read(IncomingMail mail, MailFields fields) => null;
}
