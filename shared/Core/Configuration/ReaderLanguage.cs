using Postern.Contracts.Http;
using Postern.Core.Wording;

namespace Postern.Core.Configuration;

/// <summary>Chooses the language in which a reader gets the gateway's own texts.</summary>
public static class ReaderLanguage
{
    /// <summary>
    /// The texts of an alias domain in the first language that is wished for and exists, else in the domain's own, else
    /// in English.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="domain">The alias domain; null without any.</param>
    /// <param name="wishes">Language tags or lists of them, the weightiest first; null where nothing is wished.</param>
    public static Words WordsOf(
        this GatewayConfiguration configuration,
        AliasDomain? domain,
        params IReadOnlyList<string?> wishes
    )
    {
        var languages = wishes.Append(domain?.Language).Select(Languages.FirstOf);
        var language = languages.FirstOrDefault(known => known is not null) ?? Languages.Default;
        var own = domain is null ? null : configuration.Texts.GetValueOrDefault(domain.Id);
        return new Words(language, own?.Own.GetValueOrDefault(language));
    }

    /// <summary>The texts of a notification: in the language of the alias that the record came through.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="aliasDomain">Id of the record's alias domain; null = the default one.</param>
    /// <param name="localPart">Local part of the alias; null when the record came through none.</param>
    public static Words WordsOf(this GatewayConfiguration configuration, string? aliasDomain, string? localPart)
    {
        var domain = configuration.AliasDomain(aliasDomain);
        var aliases = localPart is null ? [] : AliasIndex.Find(configuration.Aliases, localPart);
        return configuration.WordsOf(domain, aliases.FirstOrDefault(alias => alias.Domain == domain?.Id)?.Language);
    }
}
