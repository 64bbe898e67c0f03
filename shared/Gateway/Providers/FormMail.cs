using Postern.Core.Mime;

namespace Postern.Gateway.Providers;

/// <summary>A form with a raw mail in one of its fields.</summary>
/// <param name="Fields">The other fields, as text.</param>
/// <param name="Mail">The mail byte for byte; null if the form has no such field.</param>
public sealed record FormMail(IReadOnlyDictionary<string, string> Fields, SpooledContent? Mail) : IDisposable
{
    public void Dispose() => Mail?.Dispose();
}
