using Microsoft.Extensions.Time.Testing;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Callers;

/// <summary>What an instance knows of the keys, and what that costs, with two instances on one storage.</summary>
public sealed class ApiKeyRingTests : IAsyncLifetime
{
    private readonly StorageFaults _calls = new();
    private TestGateway _maker = null!;
    private TestGateway _other = null!;

    private ApiKeyRing Ring => _other.Get<ApiKeyRing>();

    public async Task InitializeAsync()
    {
        var account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _maker = await TestGateway.StartAsync(account, time, null);
        _other = await TestGateway.StartAsync(account, time, null, _calls);
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _maker.DisposeAsync();
    }

    [Fact]
    public async Task A_key_works_at_once_on_the_instance_that_made_it_and_on_another_that_has_read_its_list()
    {
        Assert.NotNull((await Ring.FindAsync((await MakeAsync("first")).Id, default)).Key);
        var made = await MakeAsync("second");

        Assert.NotNull((await _maker.Get<ApiKeyRing>().FindAsync(made.Id, default)).Key);
        Assert.NotNull((await Ring.FindAsync(made.Id, default)).Key);
    }

    [Fact]
    public async Task A_flood_of_unknown_ids_makes_one_call_a_minute_and_a_key_made_meanwhile_works_within_it()
    {
        _calls.Reset();
        foreach (var minute in Enumerable.Range(1, 3))
        {
            foreach (var number in Enumerable.Range(0, 1000))
                Assert.Null((await Ring.FindAsync($"{minute}-{number}", default)).Key);
            Assert.Equal(minute, Reads);
            _other.Time.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Null((await Ring.FindAsync("unknown", default)).Key);
        var made = await MakeAsync("meanwhile");
        _other.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await Ring.FindAsync(made.Id, default)).Key);
    }

    [Fact]
    public async Task A_flood_at_once_makes_one_call()
    {
        _calls.Reset();
        var lookups = Enumerable.Range(0, 1000).Select(number => Ring.FindAsync($"{number}", default).AsTask());
        Assert.All(await Task.WhenAll(lookups), lookup => Assert.Null(lookup.Key));
        Assert.Equal(1, Reads);
    }

    [Fact]
    public async Task Requests_with_known_keys_make_one_call_a_minute()
    {
        var key = await MakeAsync("known");
        _calls.Reset();
        for (var second = 0; second < 60; second++)
        {
            Assert.NotNull((await Ring.FindAsync(key.Id, default)).Key);
            _other.Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1, Reads);
        Assert.NotNull((await Ring.FindAsync(key.Id, default)).Key);
        Assert.Equal(2, Reads);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_at_once_where_it_was_revoked_and_within_a_minute_elsewhere()
    {
        var key = await MakeAsync("doomed");
        Assert.Null((await Ring.FindAsync(key.Id, default)).Key!.Key.Revoked);
        Assert.True(await RevokeAsync(key.Id));

        Assert.NotNull((await _maker.Get<ApiKeyRing>().FindAsync(key.Id, default)).Key!.Key.Revoked);
        _other.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await Ring.FindAsync(key.Id, default)).Key!.Key.Revoked);
    }

    [Fact]
    public async Task When_the_list_cannot_be_read_again_nothing_opens_and_storage_is_asked_every_five_seconds()
    {
        var key = await MakeAsync("known");
        Assert.NotNull((await Ring.FindAsync(key.Id, default)).Key);
        _other.Time.Advance(TimeSpan.FromMinutes(1));
        await DeleteTableAsync();
        _calls.Reset();

        for (var second = 0; second < 10; second++)
        {
            Assert.False((await Ring.FindAsync(key.Id, default)).IsReadable);
            _other.Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(2, Reads);
    }

    [Fact]
    public async Task The_last_use_is_written_once_an_hour()
    {
        var key = (await Ring.FindAsync((await MakeAsync("used")).Id, default)).Key!;
        _calls.Reset();
        var first = _other.Time.GetUtcNow();
        foreach (var _ in Enumerable.Range(0, 100))
            Ring.NoteUse(key);
        await Eventually.ReadAsync(() => LastUsedAsync(key.Key.Id), used => used == first);
        _other.Time.Advance(TimeSpan.FromMinutes(59));
        Ring.NoteUse(key);
        _other.Time.Advance(TimeSpan.FromMinutes(1));
        Ring.NoteUse(key);
        await Eventually.ReadAsync(() => LastUsedAsync(key.Key.Id), used => used == first.AddHours(1));

        Assert.Equal(2, _calls.Writes);
    }

    [Fact]
    public async Task An_instance_that_reads_of_a_recent_use_writes_none()
    {
        var made = await MakeAsync("used");
        var now = _other.Time.GetUtcNow();
        await _maker.Get<ApiKeyStore>().NoteUseAsync(made.Id, now.AddMinutes(-30), default);
        var key = (await Ring.FindAsync(made.Id, default)).Key!;
        _calls.Reset();

        Ring.NoteUse(key);
        _other.Time.Advance(TimeSpan.FromMinutes(30));
        Ring.NoteUse(key);
        await Eventually.ReadAsync(() => LastUsedAsync(made.Id), used => used == now.AddMinutes(30));
        Assert.Equal(1, _calls.Writes);
    }

    [Fact]
    public async Task A_use_that_cannot_be_written_and_one_of_a_key_that_is_gone_fail_nothing()
    {
        _calls.Reset();
        Ring.NoteUse(new StoredKey(Gone, "hash"));
        await Eventually.TrueAsync(() => _calls.Writes == 1);
        Assert.Empty(await _maker.Get<ApiKeyStore>().ListAsync(default));
        await DeleteTableAsync();
        Ring.NoteUse(new StoredKey(Gone with { Id = "other" }, "hash"));
        await Eventually.TrueAsync(() => _calls.Writes == 2);
    }

    private static ApiKey Gone { get; } =
        new()
        {
            Id = "gone",
            Name = "gone",
            Scope = ApiScope.Read,
            Created = default,
        };

    private int Reads
    {
        get
        {
            lock (_calls.Calls)
                return _calls.Calls.Count(call => call.Contains("GET", StringComparison.Ordinal));
        }
    }

    private async Task<ApiKeyText> MakeAsync(string name)
    {
        var request = new ApiKeyRequest { Name = name, Scope = ApiScope.Read };
        var (_, text) = await _maker.Get<ApiKeyEditor>().CreateAsync(request, default);
        return ApiKeyText.Read(text)!;
    }

    private async Task<bool> RevokeAsync(string id) =>
        (await _maker.Get<ApiKeyEditor>().RevokeAsync(id, default)).Outcome == EditOutcome.Deleted;

    private async Task<DateTimeOffset?> LastUsedAsync(string id) =>
        (await _maker.Get<ApiKeyStore>().FindAsync(id, default))!.Value.LastUsed;

    private Task<Azure.Response> DeleteTableAsync() =>
        _maker.Get<GatewayStorage>().Table(TableNames.Config).DeleteAsync();
}
