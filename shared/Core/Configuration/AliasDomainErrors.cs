using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Validation;
using Postern.Core.Wording;

namespace Postern.Core.Configuration;

/// <summary>Errors in an alias domain's own fields.</summary>
internal static class AliasDomainErrors
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    public static IEnumerable<FieldMessage> Of(AliasDomain wanted) =>
        [.. CurrentErrors(wanted), .. FormerErrors(wanted), .. LanguageErrors(wanted)];

    private static IEnumerable<FieldMessage> CurrentErrors(AliasDomain wanted)
    {
        if (Identifiers.Problem(wanted.Id) is { } problem)
            yield return problem;
        if (!IsDomain(wanted.Name))
            yield return new("name", $"'{wanted.Name}' is not a domain name");
        if (LocalPartProblem("catchall", wanted.Catchall) is { } catchall)
            yield return catchall;
        if (LocalPartProblem("bounce", wanted.Bounce) is { } bounce)
            yield return bounce;
        if (LocalParts.Sanitise(wanted.Catchall) is { } local && local == LocalParts.Sanitise(wanted.Bounce))
            yield return new("bounce", "must differ from the catchall: a reply is not a bounce");
        if (AliasDomainRules.NormaliseFrom(wanted.DefaultFrom) is null)
            yield return new("defaultFrom", $"'{wanted.DefaultFrom}' is neither a local part nor an e-mail address");
    }

    private static IEnumerable<FieldMessage> LanguageErrors(AliasDomain wanted)
    {
        if (Languages.Problem(wanted.Language) is { } problem)
            yield return new("language", problem);
    }

    private static IEnumerable<FieldMessage> FormerErrors(AliasDomain wanted)
    {
        if (wanted.FormerNames.FirstOrDefault(name => !IsDomain(name)) is { } name)
            yield return new("formerNames", $"'{name}' is not a domain name");
        if (FirstInvalid(wanted.FormerCatchalls) is { } catchall)
            yield return new("formerCatchalls", $"'{catchall}' is not a local part");
        if (FirstInvalid(wanted.FormerBounces) is { } bounce)
            yield return new("formerBounces", $"'{bounce}' is not a local part");
    }

    // RFC 1123 §2.1, RFC 1035 §2.3.4: labels of letters, digits and hyphens, of which the last is no number.
    private static bool IsDomain(string name) =>
        EmailAddress.CanonicalDomain(name) is { Length: <= LongestName } domain
        && domain.Split('.') is var labels
        && labels.All(IsLabel)
        && !labels[^1].All(char.IsAsciiDigit);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static FieldMessage? LocalPartProblem(string field, string text)
    {
        if (LocalParts.Sanitise(text) is not { } local || LocalParts.Problem(local) is not null)
            return new(field, $"'{text}' is not a local part");
        // The tag of a reply or of a return path follows a plus sign.
        var hasTag = local.Contains('+', StringComparison.Ordinal);
        return hasTag ? new(field, "must not hold '+', which begins a tag") : null;
    }

    private static string? FirstInvalid(IEnumerable<string> localParts) =>
        localParts.FirstOrDefault(local => LocalParts.Sanitise(local) is null);
}
