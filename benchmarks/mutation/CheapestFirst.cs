using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ConfigKit.Tests.CheapestFirst", "ConfigKit.Tests")]

namespace ConfigKit.Tests;

/// <summary>
/// A run of a mutant ends with the first test that fails: tests of one class come first, then what compiles many files once, last what
/// compiles them one by one. run.sh lays this file into its clone of the tests.
/// </summary>
public sealed class CheapestFirst : ITestCollectionOrderer
{
    private static readonly string[] Order =
    [
        ".Schema.",
        ".AdviceTests",
        ".Changes.",
        ".Engines.",
        ".Estimation.",
        ".Findings.",
        ".FieldCases.",
        ".ExamplesTests",
        ".CaseTests",
        ".RuleExamplesTests",
        ".LimitTests",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections
            .OrderBy(c => (uint)Array.FindIndex(Order, c.DisplayName.Contains))
            .ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
