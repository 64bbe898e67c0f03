namespace Postern.Functions.Http;

/// <summary>
/// A function that asks for no key, since it checks a signature of its own or has nothing to protect. A test lists all of
/// them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublicAttribute : Attribute;
