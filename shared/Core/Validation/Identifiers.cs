using System.Security.Cryptography;
using Postern.Contracts.Http;
using Postern.Core.Text;

namespace Postern.Core.Validation;

/// <summary>Identifiers of servers and alias domains: they are part of addresses of resources and of names of secrets.</summary>
public static class Identifiers
{
    private const int Longest = 50;
    private const int BytesOfRandomness = 10;

    /// <summary>A new one.</summary>
    public static string New() => Base32.Encode(RandomNumberGenerator.GetBytes(BytesOfRandomness));

    /// <summary>What is wrong with an identifier that a person chose, or null.</summary>
    public static FieldMessage? Problem(string id) =>
        id.Length is > 0 and <= Longest
        && id[0] != '-'
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : new(
                "id",
                $"must have 1 to {Longest} lower-case letters, digits and hyphens, and not begin with a hyphen"
            );
}
