using Postern.Core.Text;

namespace Postern.Core.Keys;

/// <summary>A hash of a recipient's address, where the address itself is too long or must not be visible.</summary>
public static class RecipientKey
{
    /// <summary>
    /// Length in keys of deliveries and in return paths: 50 bits, unique among the recipients of one message.
    /// </summary>
    public const int Length = 10;

    /// <summary>Length in reply addresses: 30 bits, enough to identify the recipient whose copy was answered.</summary>
    public const int ShortLength = 6;

    public static string Of(string address) => Hash.Of(Length, "recipient", address);

    public static string ShortOf(string address) => Of(address)[..ShortLength];
}
