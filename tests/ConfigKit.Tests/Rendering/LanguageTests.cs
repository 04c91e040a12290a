using ConfigKit.Rendering;

namespace ConfigKit.Tests.Rendering;

/// <summary>Which language a template writes, and what it never leaves plain.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("Y")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("null")]
    [InlineData("TRUE")]
    public void Words_that_some_YAML_reads_as_a_value_are_quoted(string word)
    {
        Assert.Equal($"\"{word}\"", TemplateLanguages.Yaml.Write(word));
        Assert.Equal($"\"{word}\"", TemplateLanguages.Helm.Write(word));
        Assert.Equal($"\"{word}\"", TemplateLanguages.Compose.Write(word));
    }

    [Theory]
    [InlineData("triton/compose.yaml.sbn", "Compose")]
    [InlineData("kubernetes/pod.yaml.sbn", "Yaml")]
    [InlineData("gateway/nginx.conf.sbn", "Nginx")]
    [InlineData("compliance/logrotate.conf.sbn", "Plain")]
    [InlineData("operations/check_gpu_temperature.sbn", "Shell")]
    [InlineData("systemd/numa.dropin.sbn", "Systemd")]
    public void The_end_of_the_name_decides(string template, string language) =>
        Assert.Equal(language + "Language", TemplateLanguages.ForTemplate(template).GetType().Name);
}
