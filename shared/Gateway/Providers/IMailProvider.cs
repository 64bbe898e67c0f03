using Postern.Core.Journal;

namespace Postern.Gateway.Providers;

/// <summary>
/// A service that receives mail and pushes each raw mail as a form to <c>/api/inbound/{name}/mime</c>. One that is added needs a file of its own
/// and a line where services are registered: it says whether a form is genuine, and what envelope it names.
/// </summary>
public interface IMailProvider
{
    /// <summary>The segment of the address that the provider calls.</summary>
    string Name { get; }

    /// <summary>Whether the gateway is set up for it; if not, there is nothing at its address.</summary>
    bool IsSetUp { get; }

    /// <summary>Name of the form's field that holds the raw mail.</summary>
    string MailField { get; }

    /// <summary>The HTTP status that tells the provider not to offer a mail again.</summary>
    int RefusedStatus { get; }

    /// <summary>Reads the fields of a form beside the mail.</summary>
    ProviderMail Read(IReadOnlyDictionary<string, string> fields, DateTimeOffset now);
}

/// <summary>What a provider's form comes to.</summary>
public abstract record ProviderMail
{
    private ProviderMail() { }

    /// <summary>It is not genuine, or a field of it is wrong.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Why">Why, in words.</param>
    /// <param name="Stranger">The sender is not believed, which a key that is put right may change.</param>
    public sealed record Refused(string Field, string Why, bool Stranger = false) : ProviderMail;

    /// <summary>It is the provider's.</summary>
    /// <param name="Id">What the provider's signature is good for once: the same only for the same mail.</param>
    /// <param name="Origin">How the mail came in.</param>
    public sealed record Genuine(string Id, MailOrigin Origin) : ProviderMail;
}
