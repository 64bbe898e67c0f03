namespace Postern.Core.Reports;

/// <summary>
/// The longest rows of <see cref="ReasonTable"/>: phrases that state a problem of the recipient's address.
/// </summary>
internal static class AddressPhrases
{
    // csharpier-ignore-start

    /// <summary>The mailbox, or the disk that holds it, is full.</summary>
    public static readonly string[] MailboxFull =
    [
        "mailbox full", "mailbox is full", "mailbox was full", "mailfolder is full", "mail folder is full",
        "folder is full", "inbox is full", "inbox full", "mail box full", "mailbox too full", "mailbox has no space",
        "mailbox exceed", "mailbox has exceed", "over quota", "overquota", "over-quota", "out of quota", "quota exceed",
        "exceeded quota", "exceeds quota", "exceed quota", "quota usage exceed", "quota violation", "quota full",
        "disk quota", "diskspace quota", "overdrawn", "mailbox quota", "user quota", "exceeded the quota",
        "exceeded his quota", "exceeded their quota", "exceeded its quota", "exceeded storage", "storage allocation",
        "storage limit", "out of storage", "out of space", "too much mail stored", "too much mail data",
        "not enough disk space", "not enough space", "not enough storage", "insufficient disk", "account is full",
        "recipient is full", "maildir over", "mailbox size limit", "is over its", "exceeded the space",
        "mailbox temporarily full", "postfach ist voll", "postfach voll", "boite pleine", "boîte pleine",
        "boîte aux lettres est pleine", "buzón lleno", "casilla llena", "agotado", "caixa cheia", "casella piena",
        "ящик переполнен", "переполнен", "容量", "邮箱已满",
    ];

    /// <summary>The domain does not exist or does not accept mail.</summary>
    public static readonly string[] HostUnknown =
    [
        "host unknown", "unknown host", "host not found", "domain not found", "domain unknown", "unknown domain",
        "no such domain", "no such host", "host does not exist", "domain does not exist", "domain doesn't exist",
        "domain name not found", "host or domain name", "nxdomain", "non-existent domain", "nonexistent domain",
        "non-existent host", "unrouteable mail domain", "unrouteable address", "unroutable address",
        "unroutable domain", "unrouteable domain", "find any host named", "couldn't find any host",
        "name service error", "name or service not known", "illegal host/domain", "dns lookup failure",
        "dns lookup failed", "nullmx", "null mx", "domain does not accept mail", "host does not accept mail",
        "does not accept mail (", "no mx", "mx record", "no valid mail exchanger", "host name lookup failure",
        "domain is not valid", "invalid domain", "bad destination system address", "no a/mx",
        "all relevant mx records point to non-existent hosts", "domain lookup", "not a valid domain",
        "has no mail exchanger", "couldn't find a mail server", "unable to lookup",
        "server for the recipient domain could not be found", "dns error",
    ];

    /// <summary>The mailbox exists but is disabled, locked or suspended.</summary>
    public static readonly string[] MailboxDisabled =
    [
        "account has been disabled", "account is disabled", "account disabled",
        "account that you tried to reach is disabled", "disabled or discontinued", "mailbox disabled",
        "mailbox is disabled", "mailbox has been disabled", "user disabled", "user is disabled", "recipient disabled",
        "address disabled", "disabled account", "disabled mailbox", "is inactive", "account inactive",
        "mailbox inactive", "inactive user", "inactive account", "inactive mailbox", "inactive recipient", "inactivity",
        "not active", "no longer active", "not activated", "deactivated", "account is locked", "account locked",
        "mailbox is locked", "temporarily locked", "temporary locked", "frozen", "suspended", "account expired",
        "account has expired", "mailbox has expired", "account closed", "account has been closed", "account is closed",
        "mailbox closed", "account terminated", "discontinued", "no longer accepts mail", "no longer accepting mail",
        "not accepting mail", "not accepting messages", "cannot receive mail", "no longer in use", "not in use",
        "account is not available", "gesperrt", "deaktiviert", "compte désactivé", "cuenta desactivada", "заблокирован",
        "отключен",
    ];

    /// <summary>The domain has no such mailbox.</summary>
    public static readonly string[] UserUnknown =
    [
        "user unknown", "unknown user", "user not known", "unknown or illegal alias", "no such user", "no such mailbox",
        "no such recipient", "no such address", "no such account", "no such person", "no such local user",
        "no such email", "no such id", "no mailbox here", "no mailbox by that name", "no mailbox found", "no mailbox",
        "no account", "no user", "not a known user", "recipient unknown", "unknown recipient", "unknown rcpt",
        "recipient not found", "recipientnotfound", "recipnotfound", "recipient does not exist",
        "recipient doesn't exist", "recipient no longer", "unknown email", "unknown e-mail", "user not found",
        "user was not found", "could not be found", "couldn't be found", "wasn't found at", "user does not exist",
        "user doesn't exist", "account does not exist", "account that you tried to reach does not exist",
        "mailbox does not exist", "mailbox doesn't exist", "address does not exist", "address doesn't exist",
        "does not exist", "doesn't exist", "not exist", "no longer exists", "mailbox not found", "mail-box not found",
        "nonexistent user", "non-existent user", "badrcptto", "bad_recipient", "mailbox unknown", "unknown mailbox",
        "unknown local", "unknown account", "unknown address", "address unknown", "addressee unknown",
        "addressee is unknown", "address not found", "address not present", "address couldn't be found",
        "not a valid mailbox", "not a valid user", "not a valid recipient", "not a valid address", "invalid recipient",
        "invalid mailbox", "invalid user", "invalid address", "invalid local", "invalid final", "invalid email",
        "is not valid", "no valid recipient", "bad destination mailbox", "bad recipient", "bad address",
        "not listed in", "doesn't have a", "does not have a", "doesn't have an", "doesn't handle mail", "unknown to us",
        "not known here", "is not known", "not recognized", "not recognised", "not our customer", "not a registered",
        "no matches to nameserver", "no matches found", "not a local", "user lookup failed", "verify address failed",
        "unable to find", "not in address", "not in directory", "not found in", "wrong or no longer valid",
        "no longer valid", "no longer available", "possibly incorrect", "recipient address rejected: access denied",
        "recipient rejected", "undeliverable address", "undefined mailbox", "unverified address", "unassigned",
        "left the company", "no longer employed", "no longer with", "no longer works", "user unavailable",
        "existiert nicht", "unbekannter empf", "unbekannter benutzer", "empfänger unbekannt", "nicht gefunden",
        "n'existe pas", "utilisateur inconnu", "destinataire inconnu", "adresse inconnue", "non recensé", "no existe",
        "usuario desconocido", "destinatario desconocido", "não existe", "usuário desconhecido", "non esiste",
        "utente sconosciuto", "bestaat niet", "finns inte", "findes ikke", "finnes ikke", "ei ole olemassa",
        "nie istnieje", "neexistuje", "не существует", "не найден", "存在しない", "存在しません", "見つからない", "見つかりません", "不存在",
        "존재하지",
    ];

    // csharpier-ignore-end
}
