using Azure;
using Postern.Core.Validation;

namespace Postern.Gateway.Storage;

/// <summary>What Table Storage knows as a row's version.</summary>
internal static class VersionedExtensions
{
    extension<T>(Versioned<T> row)
    {
        /// <summary>The version as the ETag of the row.</summary>
        public ETag ETag => new(row.Version);
    }
}
