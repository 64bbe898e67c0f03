using System.Security.Cryptography;
using Postern.Core.Text;

namespace Postern.Gateway.Editing;

/// <summary>Identifiers for what is created without one.</summary>
public static class RandomIdentifier
{
    private const int Bytes = 10;

    /// <summary>A new identifier of 16 characters (80 bits).</summary>
    public static string Create() => Base32.Encode(RandomNumberGenerator.GetBytes(Bytes));
}
