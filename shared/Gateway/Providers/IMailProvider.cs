using Postern.Core.Journal;

namespace Postern.Gateway.Providers;

/// <summary>
/// A service that receives mail and pushes each raw mail as a form to <c>/api/inbound/{name}/mime</c>. An
/// implementation verifies a form and reads the envelope from it. A new provider needs its class and its registration
/// as a service.
/// </summary>
public interface IMailProvider
{
    /// <summary>The segment of the URL that the provider calls.</summary>
    string Name { get; }

    /// <summary>Whether the settings for this provider exist; if not, its URL is answered 404.</summary>
    bool IsSetUp { get; }

    /// <summary>Name of the form field with the raw mail.</summary>
    string MailField { get; }

    /// <summary>The HTTP status after which the provider does not send the mail again.</summary>
    int RefusedStatus { get; }

    /// <summary>Verifies and reads the fields other than the mail.</summary>
    ProviderMail Read(IReadOnlyDictionary<string, string> fields, DateTimeOffset now);
}

/// <summary>The result of reading a provider's form.</summary>
public abstract record ProviderMail
{
    private ProviderMail() { }

    /// <summary>The form is not genuine, or one of its fields is wrong.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Why">Why, in words that follow the field's name.</param>
    /// <param name="Stranger">The form could not be verified, which a corrected key in the settings may change.</param>
    public sealed record Refused(string Field, string Why, bool Stranger = false) : ProviderMail;

    /// <summary>The form was sent by the provider.</summary>
    /// <param name="Id">Identifies the signature, which is valid for one mail only.</param>
    /// <param name="Origin">Source and envelope of the mail.</param>
    public sealed record Genuine(string Id, MailOrigin Origin) : ProviderMail;
}
