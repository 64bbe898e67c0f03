using Microsoft.Extensions.Configuration;

namespace Postern.Tests.Infra;

/// <summary>Settings that note which of them were asked for, whether they are set or not.</summary>
internal sealed class RecordingSettings(IReadOnlyDictionary<string, string?> values)
    : ConfigurationProvider,
        IConfigurationSource
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Names as they are written in settings, with <c>__</c> between their parts.</summary>
    public IReadOnlySet<string> Asked => _asked;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        _asked.Add(key.Replace(":", "__", StringComparison.Ordinal));
        return values.TryGetValue(key, out value);
    }
}
