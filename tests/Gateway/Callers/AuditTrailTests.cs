using Microsoft.Extensions.Time.Testing;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Audit;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Editing;
using Postern.Gateway.Operations;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Callers;

/// <summary>A change and its entry, whatever happens between the two.</summary>
public sealed class AuditTrailTests : IAsyncLifetime
{
    private static readonly Contact Ann = new() { Address = "ann@a.example", Name = "Ann" };
    private readonly StorageFaults _faults = new();
    private string _account = "";
    private TestGateway _gateway = null!;
    private TestGateway _other = null!;

    public async Task InitializeAsync()
    {
        _account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _gateway = await TestGateway.StartAsync(_account, time, null, _faults);
        _other = await TestGateway.StartAsync(_account, time, null);
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Theory]
    // The entry, the contact, the entry again; what is left of each after the process died before or after that write.
    [InlineData(1, FaultKind.CrashBefore, false, null)]
    [InlineData(1, FaultKind.CrashAfter, false, true)]
    [InlineData(2, FaultKind.CrashBefore, false, true)]
    [InlineData(2, FaultKind.CrashAfter, true, true)]
    [InlineData(3, FaultKind.CrashBefore, true, true)]
    [InlineData(3, FaultKind.CrashAfter, true, false)]
    public async Task Nothing_is_changed_that_is_not_listed_and_what_may_have_been_changed_is_said_to_be_unfinished(
        int write,
        FaultKind fault,
        bool isChanged,
        bool? isUnfinished
    )
    {
        (_faults.BreakAt, _faults.Kind) = (write, fault);
        _faults.Reset();
        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync(_gateway, Ann));

        Assert.Equal(isChanged, await _other.Get<PeopleStore>().FindContactAsync(Ann.Address, default) is not null);
        var entries = await ListAsync();
        if (isUnfinished is null)
            Assert.Empty(entries);
        else
            Assert.Equal(isUnfinished, Assert.Single(entries).Unfinished ?? false);
    }

    [Fact]
    public async Task A_write_that_another_one_came_before_leaves_no_entry_of_its_own()
    {
        await PutAsync(_other, Ann);
        var result = await _gateway
            .Get<ContactEditor>()
            .PutAsync(Ann with { Name = "Anna" }, new EditCondition(OnlyNew: true), default);

        Assert.Equal(EditOutcome.ConditionFailed, result.Outcome);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_change_that_is_lost_to_another_at_the_same_time_is_listed_once_when_it_is_made()
    {
        var interjection = new Interjection(request =>
            request.Uri.ToUri().AbsolutePath.EndsWith("$batch", StringComparison.Ordinal)
        );
        var third = await TestGateway.StartAsync(_account, _gateway.Time, null, interjection);
        await using var _ = third;
        await PutAsync(_other, Ann);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        interjection.Act = async () =>
        {
            await PutAsync(_other, Ann with { Name = "Anna" });
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        };

        await PutAsync(third, Ann with { Name = "Annie" });

        Assert.Equal(["Annie", "Anna", "Ann"], (await ListAsync()).Select(entry => $"{entry.After!["name"]}"));
        Assert.Equal("Anna", $"{(await ListAsync())[0].Before!["name"]}");
    }

    [Fact]
    public async Task An_entry_names_who_is_at_work_and_nobody_when_the_gateway_works_on_its_own()
    {
        var caller = _gateway.Get<CurrentCaller>();
        using (caller.Enter(new Caller("Ann's key", [ApiScope.Admin]) { KeyId = "id" }))
            await Task.WhenAll(
                PutAsync(_gateway, Ann),
                Task.Run(() => PutAsync(_gateway, Ann with { Address = "b@a.example" }))
            );
        await PutAsync(_gateway, Ann with { Name = null });

        Assert.Equal(
            [(null, null), ("Ann's key", "id"), ("Ann's key", "id")],
            (await ListAsync()).OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.KeyId))
        );
        Assert.Null(caller.Value);
    }

    [Fact]
    public async Task What_the_gateway_blacklists_and_what_people_do_by_a_link_is_a_note_and_no_entry()
    {
        var editor = _gateway.Get<BlacklistEditor>();
        await editor.UnsubscribeAsync(Ann.Address, default);
        await editor.UndoUnsubscribeAsync(Ann.Address, default);

        Assert.Empty(await ListAsync());
        Assert.Equal(
            2,
            (await _gateway.Get<BlacklistStore>().ListNotesAsync(Ann.Address, null, 10, default)).Notes.Count
        );
    }

    [Fact]
    public async Task Housekeeping_deletes_entries_after_400_days()
    {
        foreach (var number in Enumerable.Range(0, 120))
            await PutAsync(_gateway, Ann with { Name = $"{number}" });
        _gateway.Time.Advance(TimeSpan.FromDays(1));
        await PutAsync(_gateway, Ann with { Name = "last" });
        _gateway.Time.Advance(TimeSpan.FromDays(399) + TimeSpan.FromHours(1));

        await _gateway.Get<Expiry>().RunAsync(default);

        Assert.Equal("last", $"{Assert.Single(await ListAsync()).After!["name"]}");
    }

    private static Task<EditResult<Contact>> PutAsync(TestGateway gateway, Contact contact) =>
        gateway.Get<ContactEditor>().PutAsync(contact, EditCondition.None, default);

    private async Task<IReadOnlyList<AuditEntry>> ListAsync() =>
        (await _other.Get<AuditStore>().ListAsync(null, 1000, default)).Entries;
}
