namespace Postern.Core.Audit;

/// <summary>What was done to a resource.</summary>
public enum AuditAction
{
    Created,
    Changed,

    /// <summary>Deleted; of a parameter: reset to its default.</summary>
    Deleted,

    /// <summary>A key opens nothing any more.</summary>
    Revoked,

    /// <summary>A secret was stored.</summary>
    SecretSet,

    /// <summary>A secret was deleted.</summary>
    SecretDeleted,
}
