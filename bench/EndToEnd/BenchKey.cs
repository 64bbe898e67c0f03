using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Gateway.Stores;

namespace Postern.Bench.EndToEnd;

/// <summary>The key of the measured apps. It opens storage that lives as long as the run, so it is no secret.</summary>
internal static class BenchKey
{
    private static readonly ApiKeyText Made = ApiKeyText.Of(new string('b', 16), new byte[ApiKeyText.SecretBytes]);

    public static string Text => Made.Reveal();

    public static StoredKey Stored { get; } =
        new(
            new ApiKey
            {
                Id = Made.Id,
                Name = "bench",
                Scope = ApiScope.Admin,
                Created = DateTimeOffset.UnixEpoch,
            },
            Made.Hash
        );
}
