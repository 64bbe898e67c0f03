using Postern.Contracts.Http;

namespace Postern.Gateway.Stores;

/// <summary>A key of the HTTP API with the hash of its secret.</summary>
public sealed record StoredKey(ApiKey Key, string Hash);
