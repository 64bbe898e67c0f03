using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosternApi;

/// <summary>Typical calls with a client that NSwag made of docs/openapi.json. Returns a line for each.</summary>
public static class Calls
{
    public static async Task<string> RunAsync(Uri address, string key)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var api = new PosternClient(http);

        await api.PutAliasDomainAsync("main", null, null, new AliasDomainInput { Name = "mycompany.example" });
        await api.PutModelAsync("crm.lead", null, null, new ModelInput { LinkTemplate = "https://crm.example/{id}" });
        var wanted = new AliasInput { Model = "crm.lead", Followers = ["ben@mycompany.example"] };
        var alias = await api.PutAliasAsync("main", "sales", null, null, wanted);
        var relay = new OutgoingServerInput
        {
            Name = "Relay",
            Host = "smtp.example.com",
            UserName = "me",
            Password = "secret",
        };
        await api.PutOutgoingServerAsync("relay", null, null, relay);
        await api.PutContactAsync("ann@customer.example", null, null, new ContactInput { Name = "Ann" });
        await api.PutParameterAsync("mail.retry.days", null, null, new ParameterValue { Value = "5" });
        var post = new Post
        {
            Author = "ben@mycompany.example",
            Subject = "Your order",
            Text = "It has left.",
            Create = true,
        };
        var posted = await api.PostMessageAsync("crm.lead", "4711", null, post);
        var threads = await api.ListThreadsAsync("crm.lead", null, null, 10, null);
        var question = new OutboundQuestion { From = "ben@mycompany.example", To = "ann@customer.example" };
        var explained = await api.ExplainOutboundAsync(question);

        // What is not set is not sent: the password stays.
        var server = await api.PatchOutgoingServerAsync("relay", null, new OutgoingServerPatch { Priority = 20 });
        var refused = await RefusedAsync(() => api.PutAliasAsync("none", "sales", null, null, wanted));
        return $"{alias.Address} {alias.ContactPolicy} {posted.Id.Length > 0} {threads.Items.Count <= 1} {explained.Server} "
            + $"{server.Priority} {server.Active} {server.HasPassword} {refused}";
    }

    private static async Task<string> RefusedAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "taken";
        }
        catch (ApiException<Problem> e)
        {
            return $"{e.StatusCode} {e.Result.Detail}";
        }
    }
}
