using ConfigKit.Text;

namespace ConfigKit.Tests.Text;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("max_model_len", "MaxModelLen")]
    [InlineData("time-slicing", "TimeSlicing")]
    [InlineData("class", "Class")]
    [InlineData("2fast", "_2fast")]
    [InlineData("int4", "Int4")]
    [InlineData("equals", "Equals_")]
    [InlineData("clone", "Clone_")]
    [InlineData("größe in bytes", "GrößeInBytes")]
    [InlineData("camelCase", "CamelCase")]
    [InlineData("___", null)]
    [InlineData("😀", null)]
    [InlineData("", null)]
    public void Names_become_members(string name, string? identifier) => Assert.Equal(identifier, Identifier.Of(name));
}
