using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>The aliases, which a file names by their addresses.</summary>
internal sealed class AliasSection() : RecordSection<MailAlias>(ConfigurationSection.Aliases, "alias")
{
    public override IReadOnlyList<string> Hidden => ["status", "lastError"];

    public override IReadOnlyList<string> IdentifyingFields => ["localPart"];

    protected override MailAlias Blank { get; } = new() { Model = "" };

    public override string KeyOf(string name)
    {
        var at = name.LastIndexOf('@');
        if (at < 0)
            return name;
        var domain = EmailAddress.CanonicalDomain(name[(at + 1)..]) ?? name[(at + 1)..];
        return $"{LocalParts.Sanitise(name[..at]) ?? name[..at]}@{domain}";
    }

    public override IEnumerable<string> Stored(ConfigurationState state)
    {
        var names = state.Configuration.AliasDomains.ToDictionary(domain => domain.Id, domain => domain.Name);
        return state
            .Configuration.Aliases.Where(alias => names.ContainsKey(alias.Domain))
            .Select(alias => $"{alias.LocalPart}@{names[alias.Domain]}")
            .Order(StringComparer.Ordinal);
    }

    public override MailAlias? Find(ConfigurationState state, string key)
    {
        var (localPart, domain) = Split(state, key);
        return domain is null
            ? null
            : state.Configuration.Aliases.FirstOrDefault(alias => Is(alias, domain.Id, localPart));
    }

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var (localPart, domain) = Split(state, wanted.Key);
        var alias = (MailAlias)wanted.Value! with { LocalPart = localPart };
        if (domain is null)
        {
            var error = new FieldMessage("localPart", "must be an address on one of the alias domains");
            return new SectionEdit(alias, new Findings { Errors = [error] }, [], []);
        }
        var before = Find(state, wanted.Key);
        var complete = alias with
        {
            Domain = domain.Id,
            Status = before?.Status ?? default,
            LastError = before?.LastError,
        };
        return SectionEdit.Of(MailAliasRules.Put(complete, before, domain, state.Configuration));
    }

    public override Findings Delete(ConfigurationState state, string key)
    {
        var findings = MailAliasRules.Delete(Find(state, key)!, Split(state, key).Domain!);
        var closes = new FieldMessage("localPart", $"closes '{key}': mail to it is refused from now on");
        return findings.Warnings.Count > 0 ? findings : findings with { Warnings = [closes] };
    }

    public override ConfigurationState With(ConfigurationState state, string key, object? value)
    {
        var (localPart, domain) = Split(state, key);
        var aliases = Keyed.With(
            state.Configuration.Aliases,
            alias => Is(alias, domain!.Id, localPart),
            (MailAlias?)value
        );
        return state with { Configuration = state.Configuration with { Aliases = aliases } };
    }

    private static bool Is(MailAlias alias, string domain, string localPart) =>
        alias.LocalPart == localPart && alias.Domain == domain;

    private static (string LocalPart, AliasDomain? Domain) Split(ConfigurationState state, string key)
    {
        var at = key.LastIndexOf('@');
        return at < 0
            ? (key, null)
            : (key[..at], state.Configuration.AliasDomains.FirstOrDefault(domain => domain.Name == key[(at + 1)..]));
    }
}
