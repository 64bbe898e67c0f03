using Microsoft.AspNetCore.Mvc;
using Postern.Core.Access;

namespace Postern.Functions.Http;

/// <summary>Whether a request may pass.</summary>
/// <param name="Caller">Who it comes from; null when it was refused, and where nobody is asked.</param>
/// <param name="Refused">The answer to a request that may not; null when it may.</param>
public sealed record AccessDecision(Caller? Caller, IActionResult? Refused);
