using Mono.Cecil.Cil;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Architecture;
using Postern.Tests.Servers;

namespace Postern.Tests.Storage;

/// <summary>No name of a blob leads out of its container.</summary>
public sealed class BlobPathTests
{
    private static readonly string[] WaysOut =
    [
        "../mail-raw/secret.eml",
        "a/../../mail-raw/secret.eml",
        "./../mail-raw/secret.eml",
        "%2e%2e/mail-raw/secret.eml",
        "..%2Fmail-raw%2Fsecret.eml",
        "..%252Fmail-raw%252Fsecret.eml",
        "..\\mail-raw\\secret.eml",
    ];

    [Fact]
    public async Task The_storage_client_itself_follows_dots_into_another_container()
    {
        await using var gateway = await WithSecretAsync();
        var content = gateway.Get<GatewayStorage>().Container(ContainerNames.Content);
        var found = await content.GetBlobClient(WaysOut[0]).DownloadContentAsync();
        Assert.Equal("secret", found.Value.Content.ToString());
    }

    [Fact]
    public async Task No_store_follows_a_name_out_of_its_container()
    {
        await using var gateway = await WithSecretAsync();
        var content = gateway.Get<ContentStore>();
        foreach (var way in WaysOut)
        {
            Assert.Null(await content.FindAsync(way, default));
            Assert.Null(await content.OpenAsync(way, default));
        }
        var rawMail = gateway.Get<RawMailStore>();
        await gateway
            .Get<GatewayStorage>()
            .Container(ContainerNames.Content)
            .Blob("mine")
            .UploadAsync(BinaryData.FromString("mine"));
        foreach (var way in WaysOut.Select(way => way.Replace("mail-raw", "mail-content", StringComparison.Ordinal)))
        {
            var name = way.Replace("secret.eml", "mine", StringComparison.Ordinal);
            Assert.Null(await rawMail.FindAsync(name, default));
            Assert.Null(await rawMail.FindReceivedAsync(name, default));
            Assert.False(await rawMail.ExistsAsync(name, default));
            await rawMail.DeleteAsync(name, default);
            await Assert.ThrowsAsync<ArgumentException>(() =>
                rawMail.AddAsync(name, SpooledContent.Of("x"u8.ToArray()), MailOrigin.Queue, default)
            );
        }
        Assert.NotNull(await content.FindAsync("mine", default));
    }

    [Fact]
    public async Task A_secret_has_no_name_that_leads_out_of_the_container_of_secrets()
    {
        await using var gateway = await WithSecretAsync();
        var secrets = new ProtectedBlobSecretStore(gateway.Get<GatewayStorage>());
        const string Way = "../../mail-raw/secret.eml";
        Assert.Null(await secrets.GetAsync(Way, default));
        await secrets.DeleteAsync(Way, default);
        await Assert.ThrowsAsync<ArgumentException>(() => secrets.SetAsync(Way, "x", default));
        Assert.True(await gateway.Get<RawMailStore>().ExistsAsync("secret.eml", default));
    }

    [Fact]
    public async Task Content_is_in_the_gateways_folder_and_content_of_before_is_found_by_its_old_name()
    {
        await using var gateway = await WithSecretAsync();
        var content = gateway.Get<ContentStore>();
        var (name, length) = await content.PutAsync(() => new MemoryStream("text"u8.ToArray()), default);
        Assert.StartsWith("postern/sha256/", name, StringComparison.Ordinal);
        Assert.Equal((4, "text"), (length, (await content.FindAsync(name, default))!.ToString()));

        var old = name["postern/".Length..];
        Assert.Null(await content.FindAsync(old, default));
        await gateway
            .Get<GatewayStorage>()
            .Container(ContainerNames.Content)
            .Blob(old)
            .UploadAsync(BinaryData.FromString("old"));
        Assert.Equal("old", (await content.FindAsync(old, default))!.ToString());
        using var opened = (await content.OpenAsync(old, default))!;
        Assert.Equal("old"u8.ToArray(), opened.Memory.ToArray());
    }

    [Fact]
    public void Only_one_place_of_the_gateway_opens_blobs_by_a_text()
    {
        var places = CompiledAssembly
            .Gateway.Types.SelectMany(type => type.NestedTypes.Append(type).Select(part => (type, part)))
            .Where(place =>
                place
                    .part.Methods.Where(method => method.HasBody)
                    .SelectMany(method => method.Body.Instructions)
                    .Any(code => code.OpCode.Code is Code.Callvirt && $"{code.Operand}".Contains("::GetBlobClient("))
            )
            .Select(place => place.type.Name)
            .Distinct()
            .Order();
        // The ring's names are those of the Data Protection library.
        Assert.Equal([nameof(BlobContainers), nameof(DataProtectionRing)], places);
    }

    private static async Task<TestGateway> WithSecretAsync()
    {
        var gateway = await TestGateway.StartAsync();
        var raw = gateway.Get<GatewayStorage>().Container(ContainerNames.RawMail);
        await raw.Blob("secret.eml").UploadAsync(BinaryData.FromString("secret"));
        return gateway;
    }
}
