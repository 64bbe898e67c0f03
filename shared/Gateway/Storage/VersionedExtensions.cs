using Azure;
using Postern.Core.Validation;

namespace Postern.Gateway.Storage;

/// <summary>The version of a row as Table Storage has it.</summary>
internal static class VersionedExtensions
{
    extension<T>(Versioned<T> row)
    {
        /// <summary>The ETag that the row was read with.</summary>
        public ETag ETag => new(row.Version);
    }
}
