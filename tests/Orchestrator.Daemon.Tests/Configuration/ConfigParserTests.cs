using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Tests.Configuration;

public class ConfigParserTests
{
    [Theory]
    [InlineData("", "configuration: is empty")]
    [InlineData("# nothing but this\n", "configuration: is empty")]
    [InlineData("- a\n- b\n", "configuration: is a list; it must be a section")]
    [InlineData("word", "configuration: is a value; it must be a section")]
    [InlineData("a: [1, 2", "configuration: is not YAML")]
    [InlineData("a: b\n  c: d\n", "(line 2)")]
    [InlineData("a: 1\n---\nb: 2\n", "holds a second YAML document")]
    [InlineData("a: &x [1]\n", "has the anchor '&x'; anchors are not accepted")]
    [InlineData("a: *x\n", "'a' uses the alias '*x'")]
    [InlineData("a: !!binary aGk=\n", "tags are not accepted")]
    [InlineData("a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}\n", "is nested deeper than 8 levels")]
    [InlineData("? [1, 2]\n: 3\n", "a key must be a plain word")]
    public void Rejects_Text(string text, string expected)
    {
        var errors = new ConfigErrors();

        ConfigParser.Parse(text, errors);

        Assert.Contains(expected, string.Join('\n', errors.InOrder), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_BillionLaughs_AtTheFirstAnchor()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]");
        var errors = new ConfigErrors();

        Assert.Null(ConfigParser.Parse("a0: &a0 [x]\n" + string.Join('\n', lines), errors));

        Assert.Single(errors.InOrder);
    }

    [Fact]
    public void Rejects_ValueLongerThanTheLimit()
    {
        var errors = new ConfigErrors();

        ConfigParser.Parse($"a: {new string('x', ConfigParser.TextLengthMax + 1)}", errors);

        Assert.Contains("is longer than 4096", Assert.Single(errors.InOrder).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_DamagedText_EndsInAVerdict()
    {
        const string Alphabet = "\t\n :-[]{}#&*!|>'\"%@`,?ab0\\\u0000\u00e9";
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var text = ConfigSamples.Least.ToCharArray();
            for (var damage = random.Next(1, 12); damage > 0; damage--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            var fault = Record.Exception(() => DaemonOptionsReader.Read(new string(text)));
            Assert.True(fault is null, $"seed {seed}, round {round}: {fault}\n{new string(text)}");
        }
    }
}
