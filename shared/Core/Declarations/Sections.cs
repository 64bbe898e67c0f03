namespace Postern.Core.Declarations;

/// <summary>All sections, in the order in which they are written.</summary>
internal static class Sections
{
    public static AliasDomainSection AliasDomains { get; } = new();

    public static TextSection Texts { get; } = new();

    public static IReadOnlyList<Section> All { get; } =
    [
        AliasDomains,
        Texts,
        new ModelSection(),
        new OutgoingServerSection(),
        new ParameterSection(),
        new AliasSection(),
        new IncomingServerSection(),
        new ContactSection(),
        new AllowedSenderSection(),
        new BlacklistSection(),
    ];

    /// <summary>Those that stand at the top of a file.</summary>
    public static IEnumerable<Section> Top => All.Where(section => section != Texts);

    public static Section Of(ConfigurationSection kind) => All[(int)kind];
}
