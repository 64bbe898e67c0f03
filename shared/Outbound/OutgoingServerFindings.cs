using System.Collections.Immutable;

namespace Postern.Outbound;

/// <summary>What <see cref="OutgoingServerRules"/> finds in a server record.</summary>
/// <param name="Errors">Why the record cannot be saved; empty when it can.</param>
/// <param name="Warnings">What the administrator should know.</param>
public sealed record OutgoingServerFindings(ImmutableArray<FieldMessage> Errors, ImmutableArray<FieldMessage> Warnings);
