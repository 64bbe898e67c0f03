using Ganss.Xss;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Html;
using Postern.Core.Validation;
using Postern.Core.Wording;

namespace Postern.Core.Configuration;

/// <summary>Validates an alias that is to be stored (P30, P35, P40, P41).</summary>
public static class MailAliasRules
{
    /// <summary>Maximum length of a refusal text in characters.</summary>
    public const int RefusalTextLimit = 10_000;

    /// <summary>Maximum length of the initial values in characters of JSON.</summary>
    public const int DefaultsLimit = 32_000;

    /// <summary>Whether HTML is within <see cref="HtmlLimits"/>, so that it can be sanitised.</summary>
    internal static bool IsShallow(string html)
    {
        using var document = HtmlTree.Parse(html);
        return document is not null;
    }

    /// <summary>Normalises and validates an alias.</summary>
    /// <param name="wanted">The alias as requested, with the id of its alias domain and a sanitised local part.</param>
    /// <param name="before">The alias as it is stored; null when it is new.</param>
    /// <param name="domain">Its alias domain.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    public static Edit<MailAlias> Put(
        MailAlias wanted,
        MailAlias? before,
        AliasDomain domain,
        GatewayConfiguration configuration
    )
    {
        var alias = Normalise(wanted);
        var findings = new Findings
        {
            Errors = [.. LocalPartErrors(alias), .. ThreadErrors(alias), .. TextErrors(wanted)],
            Conflicts = [.. Conflicts(alias, domain, configuration)],
            Warnings =
            [
                .. Warnings(wanted, alias, configuration),
                .. AddressWarnings(alias, before, domain),
                .. before is null ? [] : ChangeWarnings(alias, before),
            ],
        };
        return new Edit<MailAlias>(alias, findings);
    }

    /// <summary>What the deletion of an alias means for mail.</summary>
    /// <param name="alias">The alias as it is stored.</param>
    /// <param name="domain">Its alias domain.</param>
    public static Findings Delete(MailAlias alias, AliasDomain domain)
    {
        var address = $"{alias.LocalPart}@{domain.Name}";
        var text =
            $"closes '{address}', which took mail: mail to it is refused from now on, and answers to what was sent "
            + "with it as their address are known by their other clues only";
        return alias.Status == AliasStatus.Valid ? new Findings { Warnings = [new("localPart", text)] } : Findings.None;
    }

    private static MailAlias Normalise(MailAlias wanted) =>
        wanted with
        {
            RefusalText =
                string.IsNullOrWhiteSpace(wanted.RefusalText) ? null
                : TextProblem(wanted.RefusalText) is null ? new HtmlSanitizer().Sanitize(wanted.RefusalText)
                : wanted.RefusalText,
            Followers = [.. wanted.Followers.Select(Canonical).Distinct()],
        };

    // An address that cannot be parsed is kept for the error message.
    private static string Canonical(string address) =>
        EmailAddress.TryParse(address, out var parsed) ? parsed.Address : address;

    private static IEnumerable<FieldMessage> LocalPartErrors(MailAlias alias)
    {
        if (LocalParts.Problem(alias.LocalPart) is { } problem)
            yield return new("localPart", problem);
    }

    private static IEnumerable<FieldMessage> ThreadErrors(MailAlias alias)
    {
        if (ThreadKey.FindModelProblem(alias.Model) is { } problem)
            yield return new("model", problem);
        if (alias.ForcedThread is not null && !ThreadKey.IsPart(alias.ForcedThread))
            yield return new("forcedThread", ThreadKey.PartRule);
        if (alias.ParentThread is { } parent && !ThreadKey.IsPart(parent.Model))
            yield return new("parentThread.model", ThreadKey.PartRule);
        if (alias.ParentThread is { } other && !ThreadKey.IsPart(other.Id))
            yield return new("parentThread.id", ThreadKey.PartRule);
    }

    private static IEnumerable<FieldMessage> TextErrors(MailAlias wanted)
    {
        if (Languages.Problem(wanted.Language) is { } problem)
            yield return new("language", problem);
        if (wanted.Defaults?.ToJsonString().Length > DefaultsLimit)
            yield return new("defaults", $"must not be longer than {DefaultsLimit} characters");
        if (wanted.Defaults is { } defaults && TwinNames.Find(defaults) is { } twin)
            yield return new(
                "defaults",
                $"has '{twin}' beside a name that differs from it only in the case of letters"
            );
        if (wanted.RefusalText is { } text && TextProblem(text) is { } wrongText)
            yield return new("refusalText", wrongText);
        if (wanted.Followers.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong)
            yield return new("followers", $"'{wrong}' is not an e-mail address");
    }

    private static IEnumerable<FieldMessage> Conflicts(
        MailAlias alias,
        AliasDomain domain,
        GatewayConfiguration configuration
    )
    {
        if (alias.LocalPart == domain.Catchall)
            yield return new("localPart", $"'{alias.LocalPart}' is the catchall of '{domain.Name}'");
        if (alias.LocalPart == domain.Bounce)
            yield return new("localPart", $"'{alias.LocalPart}' is the bounce address of '{domain.Name}'");
        var twin = configuration.Aliases.FirstOrDefault(other =>
            other.MatchLocalPart && other.LocalPart == alias.LocalPart && other.Domain != alias.Domain
        );
        if (alias.MatchLocalPart && twin is not null)
        {
            var text = $"is set on the alias '{twin.LocalPart}' of the alias domain '{twin.Domain}' already";
            yield return new("matchLocalPart", text);
        }
    }

    private static IEnumerable<FieldMessage> Warnings(
        MailAlias wanted,
        MailAlias alias,
        GatewayConfiguration configuration
    )
    {
        var hasNoFollowers = alias.ParentThread is null && alias.ForcedThread is null;
        if (alias.ContactPolicy == ContactPolicy.Followers && hasNoFollowers)
        {
            const string Text = "'followers' without parentThread or forcedThread lets nobody make a record";
            yield return new("contactPolicy", Text);
        }
        if (configuration.Models.TryGetValue(alias.Model, out var model) && !model.TakesMail)
            yield return new("model", $"'{alias.Model}' takes no mail");
        if (wanted.RefusalText is { Length: > 0 } text && alias.RefusalText != text)
            yield return new("refusalText", "holds HTML that is not allowed in mail; it was taken out");
    }

    private static IEnumerable<FieldMessage> AddressWarnings(MailAlias alias, MailAlias? before, AliasDomain domain)
    {
        var local = alias.LocalPart;
        if (before is null && domain.FormerCatchalls.Contains(local))
            yield return new("localPart", $"'{local}' was a catchall: answers to it without a tag come to the alias");
        if (before is null && domain.FormerBounces.Contains(local))
            yield return new("localPart", $"'{local}' was a return path: bounces without a tag come to the alias");
        if (before is { MatchLocalPart: true } && !alias.MatchLocalPart)
            yield return new("matchLocalPart", $"closes '{local}' on every domain but '{domain.Name}'");
    }

    private static IEnumerable<FieldMessage> ChangeWarnings(MailAlias alias, MailAlias before)
    {
        if (alias.Model != before.Model)
            yield return new("model", $"changes: mail makes records of '{alias.Model}', no longer of '{before.Model}'");
        if (alias.ContactPolicy != before.ContactPolicy && alias.ContactPolicy != ContactPolicy.Everyone)
            yield return new("contactPolicy", "closes the address to some who could write to it");
        if (alias.ForcedThread != before.ForcedThread)
            yield return new("forcedThread", "changes: mail goes to another record than before");
    }

    // HTML that is refused is not sanitised: that takes time that grows faster than its depth.
    private static string? TextProblem(string html) =>
        html.Length > RefusalTextLimit ? $"must not be longer than {RefusalTextLimit} characters"
        : IsShallow(html) ? null
        : $"must not have more than {HtmlLimits.Depth} elements inside each other";
}
