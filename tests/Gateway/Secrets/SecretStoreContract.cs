using Postern.Gateway.Secrets;

namespace Postern.Tests.Secrets;

/// <summary>What both stores of secrets must do.</summary>
public abstract class SecretStoreContract
{
    private readonly string _name = $"outgoing-server-{Guid.NewGuid():n}-password";

    [Fact]
    public async Task A_secret_is_read_as_it_was_written_and_the_last_one_counts()
    {
        var store = await OpenAsync();
        Assert.Null(await store.GetAsync(_name, default));
        foreach (var value in new[] { "s3cret", " Grüße ", "{\"json\":true}", new string('x', 20_000), "last" })
        {
            await store.SetAsync(_name, value, default);
            Assert.Equal(value, await store.GetAsync(_name, default));
        }
    }

    [Fact]
    public async Task One_that_is_removed_is_gone_and_removing_it_again_is_no_error()
    {
        var store = await OpenAsync();
        await store.DeleteAsync(_name, default);
        await store.SetAsync(_name, "s3cret", default);
        await store.DeleteAsync(_name, default);
        await store.DeleteAsync(_name, default);
        Assert.Null(await store.GetAsync(_name, default));
    }

    [Fact]
    public async Task A_name_can_be_used_again_after_it_was_removed()
    {
        var store = await OpenAsync();
        await store.SetAsync(_name, "first", default);
        await store.DeleteAsync(_name, default);
        await store.SetAsync(_name, "second", default);
        Assert.Equal("second", await store.GetAsync(_name, default));
    }

    [Fact]
    public async Task Another_instance_sees_what_one_wrote_and_names_stay_apart()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await one.SetAsync(_name, "s3cret", default);
        await one.SetAsync(_name + "-2", "other", default);
        Assert.Equal(
            ("s3cret", "other"),
            (await two.GetAsync(_name, default), await two.GetAsync(_name + "-2", default))
        );
    }

    /// <summary>An instance of the store. All of a test have the same secrets.</summary>
    protected abstract Task<ISecretStore> OpenAsync();
}
