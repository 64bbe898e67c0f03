using Postern.Contracts.Http;

namespace Postern.Functions.Http;

/// <summary>
/// The scopes of which a key needs one to call a function, besides that of an administrator. Without it a function that
/// only takes GET and HEAD is for <see cref="ApiScope.Read"/>, and every other one for administrators.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScopesAttribute(params ApiScope[] anyOf) : Attribute
{
    public IReadOnlyList<ApiScope> AnyOf { get; } = anyOf;
}
