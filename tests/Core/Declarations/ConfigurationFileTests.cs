using System.Text;
using FsCheck.Xunit;
using Postern.Core.Declarations;

namespace Postern.Tests.Declarations;

/// <summary>What is wrong with a file is said with its place, and a secret in it is never repeated.</summary>
public sealed class ConfigurationFileTests
{
    [Theory]
    [InlineData("alias: {}", "1:1: alias is not known here; the nearest is 'aliases'")]
    [InlineData(
        "aliases:\n  a@b.example: {modle: x, model: y}",
        "2:17: aliases.a@b.example.modle is not known here; the nearest is 'model'"
    )]
    [InlineData("aliases:\n  a@b.example: {}", "2:16: aliases.a@b.example.model is missing")]
    [InlineData("models:\n  m: {}\n  m: {}", "3:3: 'm' is given twice")]
    [InlineData(
        "contacts:\n  A@b.example: {}\n  a@b.example: {}",
        "3:3: contacts.a@b.example is 'a@b.example', which is given twice"
    )]
    [InlineData(
        "outgoingServers:\n  s: {name: S, host: h, port: smtp}",
        "2:31: outgoingServers.s.port must be a whole number; found 'smtp'"
    )]
    [InlineData("models:\n  m: [a]", "2:6: models.m must be a mapping; found a list")]
    [InlineData("models:\n  m: {loopGuard: yes}", "2:18: models.m.loopGuard must be true or false; found 'yes'")]
    [InlineData(
        "contacts:\n  a@b.example: {notify: sms}",
        "2:25: contacts.a@b.example.notify must be one of email, none; found 'sms'"
    )]
    [InlineData(
        "contacts:\n  a@b.example: {active: }",
        "2:25: contacts.a@b.example.active must not be empty; leave it out for the default"
    )]
    [InlineData("models: &a {}\ncontacts: *a", "1:9: is an anchor or an alias, which are not allowed here")]
    [InlineData("models: !!map {}", "1:9: has a tag, which is not allowed here")]
    [InlineData(
        "aliases:\n  a@b.example: {model: m, defaults: {x: [{a: 1, A: 2}]}}",
        "2:49: aliases.a@b.example.defaults.x.A differs only in case from another name beside it"
    )]
    [InlineData("models: {}\n---\nmodels: {}", "2:1: begins a second document; one file has one")]
    [InlineData(
        "aliasDomains:\n  a: {name: a.example, isDefault: true}\n  b: {name: b.example, isDefault: true}",
        "3:35: aliasDomains.b.isDefault is true for another alias domain too; only one is the default"
    )]
    public void What_is_wrong_is_said_with_its_place(string yaml, string message) =>
        Assert.Equal(message, Assert.Single(States.File(yaml).Problems).ToString());

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("env:")]
    [InlineData("env:A B")]
    [InlineData("secret:../x")]
    [InlineData("{a: hunter2}")]
    [InlineData("hunter2: x")]
    public void A_secret_itself_is_refused_and_not_repeated(string value)
    {
        var file = States.File(
            $"outgoingServers:\n  s: {{name: S, host: h}}\n  t:\n    name: T\n    host: h\n    password: {value}\n"
        );
        var problem = Assert.Single(file.Problems).ToString();

        Assert.StartsWith("6:", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_word_means_depends_on_its_place()
    {
        var plan = States.Plan(
            States.Desk,
            """
            contacts:
              no@example.com: {name: no}
              n@example.com: {name: 007}
            parameters:
              mail.bounce.verp: off
              mail.retry.days: 5
            aliases:
              support@example.com: {model: ticket, defaults: {a: no, b: 1, c: true, d: "1", e: null, f: [1.5]}}
            """
        );
        Assert.Empty(plan.Errors);
        Assert.Equal(
            """
            + parameter mail.bounce.verp: off
            + parameter mail.retry.days: 5
            ~ alias support@example.com: defaults none -> {"a":"no","b":1,"c":true,"d":"1","e":null,"f":[1.5]}
            + contact no@example.com
            + contact n@example.com
            """,
            States.Lines(plan)
        );
    }

    [Fact]
    public void JSON_is_read_as_YAML_is()
    {
        var json = """
            {"models": {"m": {"loopGuard": false, "linkTemplate": "https://\u00e9\/{id}"}},
             "models2": {}}
            """;
        var file = ConfigurationFile.Read(Encoding.UTF8.GetBytes(json), isJson: true);
        Assert.Equal(
            "2:2: models2 is not known here; the nearest is 'models'",
            Assert.Single(file.Problems).ToString()
        );

        var good = ConfigurationFile.Read(
            Encoding.UTF8.GetBytes(json.Replace("models2", "contacts", StringComparison.Ordinal)),
            true
        );
        Assert.Empty(good.Problems);
        Assert.Equal(["m"], good.Keys(ConfigurationSection.Models));
        Assert.NotEmpty(ConfigurationFile.Read("{\"models\": {}} x"u8.ToArray(), true).Problems);
        Assert.NotEmpty(ConfigurationFile.Read("{\"models\": {\"\\ud800\": {}}}"u8.ToArray(), true).Problems);
    }

    [Theory]
    [InlineData('[', 1_000_000)]
    [InlineData('{', 1_000_000)]
    [InlineData('-', 1_000_000)]
    [InlineData('"', 999_999)]
    public void A_file_that_is_deep_is_refused_soon(char character, int count)
    {
        var text = new string(character, count);
        Assert.NotEmpty(States.File("models: " + text).Problems);
        Assert.NotEmpty(ConfigurationFile.Read(Encoding.UTF8.GetBytes(text), isJson: true).Problems);
    }

    [Theory]
    [InlineData("models: [1, 2\nb: 3")]
    [InlineData("models: \"a")]
    [InlineData("models: \u0001")]
    [InlineData("models: {a: b")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    public void What_is_no_YAML_is_an_error_of_the_file(string text) => Assert.NotEmpty(States.File(text).Problems);

    [Fact]
    public void What_is_not_UTF_8_is_an_error_of_the_file() =>
        Assert.NotEmpty(ConfigurationFile.Read(new byte[] { 0x61, 0x3A, 0x20, 0xFF }, isJson: false).Problems);

    [Property(MaxTest = 500)]
    public void No_text_makes_it_throw(string? text)
    {
        foreach (
            var yaml in new[]
            {
                text ?? "",
                $"models: {text}",
                $"models:\n  {text}",
                $"[{text}, \"{text}",
                $"? {text}\n: |\n {text}",
            }
        )
        {
            Assert.NotNull(States.File(yaml));
            Assert.NotNull(ConfigurationFile.Read(Encoding.UTF8.GetBytes(yaml), isJson: true));
        }
    }
}
