namespace Postern.Core.Mail;

/// <summary>The words by which gateways and mailing lists are known that add to what a person wrote.</summary>
internal static class AddedPhrases
{
    // csharpier-ignore-start

    // As Exchange, Google, Mimecast, Proofpoint and their administrators word it; nobody else does.
    private static readonly string[] Banner =
    [
        "email originated", "e-mail originated", "message originated", "mail originated", "originated from outside",
        "originated outside", "originates from outside", "came from outside", "sent from outside", "sender is outside",
        "from an external s", "external sender", "external email", "external e-mail", "external mail:",
        "outside of your organi", "outside your organi", "outside the organi", "outside of the organi",
        "outside our organi", "outside of our organi", "do not click", "think before you click",
        "externer absender", "externe e-mail", "externen absender", "von außerhalb", "stammt von extern",
        "außerhalb der organi", "außerhalb ihre", "außerhalb unsere", "keine links",
        "expéditeur externe", "courriel externe", "extérieur de l", "ne cliquez", "provient de l'ext",
        "remitente externo", "correo externo", "fuera de la organi", "fuera de su organi", "no haga clic",
        "mittente esterno", "esterno all'organi", "esterna all'organi", "non cliccare", "non fare clic",
        "externe afzender", "buiten de organi", "buiten uw organi", "klik niet",
        "remetente externo", "fora da organi", "não clique", "ekstern afsender", "extern avsändare", "ekstern avsender",
        "nadawca zewnętrzny", "spoza organizacji", "nie klikaj", "внешний отправитель", "внешнего отправителя",
        "社外", "外部邮件", "外部メール",
    ];

    // Exchange's tip about a first mail.
    private static readonly string[] Unknown = ["you don't often get email from", "you don’t often get email from"];

    private static readonly string[] Outside =
    [
        "external", "outside", "extern", "außerhalb", "extérieur", "estern", "fuera de", "buiten", "fora d", "ekstern",
        "zewnętrzn", "spoza", "внешн", "外部", "社外",
    ];

    private static readonly string[] Mail =
    [
        "mail", "message", "sender", "nachricht", "absender", "courriel", "expéditeur", "mensaje", "correo", "remitente",
        "messaggio", "mittente", "bericht", "afzender", "mensagem", "remetente", "wiadomo", "nadawc", "письм",
        "отправител", "メール", "邮件",
    ];

    // As the list servers and the templates of lawyers word it.
    private static readonly string[] Footer =
    [
        "you received this message because", "you are receiving this", "you're receiving this", "to unsubscribe",
        "unsubscribe from this", "to view this discussion", "to post to this group", "to manage your subscription",
        "leave this list", "mailing list --", "%(web_page_url)s", "mailman/listinfo", "/mailman3/", "groups.google.com",
        "um sich abzumelden", "zum abbestellen", "pour vous désabonner", "para cancelar la suscripción",
        "this email and any attachment", "this e-mail and any attachment", "this email and any file",
        "this message and any attachment", "this email has been scanned", "this e-mail has been scanned",
        "this message is intended only", "this email is intended", "this e-mail is intended", "intended solely for",
        "diese e-mail enthält vertraul", "diese e-mail ist vertraul", "dieses e-mail ist vertraul",
        "ce message et toutes les pièces", "este mensaje y sus archivos", "virus-free", "checked for viruses",
    ];

    private static readonly string[] List =
    [
        "mailing list", "mailing-list", "mailingliste", "liste de diffusion", "lista de correo", "mailinglijst",
        "subscri", "abmelden", "abbestell", "désabonn", "désinscri", "confidential", "vertraulich", "confidentiel",
        "confidencial", "riservat", "vertrouwelijk", "disclaimer", "privileged", "listserv", "virus",
    ];
    // csharpier-ignore-end

    /// <summary>Whether a paragraph is a gateway's: no person begins a mail with such words.</summary>
    public static bool IsBanner(string paragraph) =>
        (ContainsAny(paragraph, Banner) && MayBeBanner(paragraph)) || ContainsAny(paragraph, Unknown);

    /// <summary>Whether a paragraph speaks of mail from outside.</summary>
    public static bool MayBeBanner(string paragraph) => ContainsAny(paragraph, Outside) && ContainsAny(paragraph, Mail);

    /// <summary>Whether a paragraph is a list's or a lawyer's.</summary>
    public static bool IsFooter(string paragraph) => ContainsAny(paragraph, Footer);

    /// <summary>Whether a paragraph speaks of a mailing list, or of who may read the mail.</summary>
    public static bool MayBeFooter(string paragraph) => IsFooter(paragraph) || ContainsAny(paragraph, List);

    /// <summary>Whether a text names a list, or an address to leave it.</summary>
    public static bool NamesList(ReadOnlySpan<char> text) =>
        text.Contains('@')
        || text.Contains("://", StringComparison.Ordinal)
        || text.Contains("list", StringComparison.OrdinalIgnoreCase)
        || text.Contains("group", StringComparison.OrdinalIgnoreCase);

    private static bool ContainsAny(string text, string[] phrases) =>
        Array.Exists(phrases, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}
