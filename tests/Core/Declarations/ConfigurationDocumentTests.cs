using System.Text.Encodings.Web;
using System.Text.Json;
using Postern.Core.Declarations;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Declarations;

/// <summary>The schema and the sample of the file are those of the code. With <c>POSTERN_WRITE_SCHEMA</c> the schema is
/// written anew.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly string Schema = Path.Combine(Repository.Root, "docs", "contracts", "postern.schema.json");

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void The_schema_is_that_of_the_reader()
    {
        var made = ConfigurationSchema.Make().ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("POSTERN_WRITE_SCHEMA") is not null)
            File.WriteAllText(Schema, made);
        Assert.Equal(made, File.ReadAllText(Schema));
    }

    [Fact]
    public void The_sample_is_a_file_that_can_be_written_and_has_every_section()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "postern.sample.yaml"));
        Assert.StartsWith(
            "# yaml-language-server: $schema=docs/contracts/postern.schema.json\n",
            text,
            StringComparison.Ordinal
        );
        var plan = States.Plan(States.Empty, text);

        Assert.Empty(plan.Errors);
        Assert.Empty(plan.Warnings);
        Assert.Equal(
            ConfigurationExport.SectionNames.Values.Order(),
            plan.Steps.Select(step => step.Section)
                .Distinct()
                .Where(section => section != ConfigurationSection.Texts)
                .Order()
        );
    }

    [Fact]
    public void The_examples_of_the_document_can_be_written()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var examples = document.Split("```yaml\n").Skip(1).Select(part => part.Split("```")[0]).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var file = States.File(example);
            Assert.Empty(file.Problems);
            Assert.Empty(
                ConfigurationPlanner.Plan(file, States.Empty, States.Resolve(file), false, EditCondition.None).Errors
            );
        }
    }
}
