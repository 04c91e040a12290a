namespace ConfigKit.Rules;

/// <summary>What a rule found.</summary>
/// <param name="Key">The key whose line is shown.</param>
/// <param name="Message">One sentence with the offending value and the limit.</param>
/// <param name="Help">The smallest change that works.</param>
/// <param name="Note">The arithmetic and its source.</param>
internal sealed record Finding(string Key, string Message, string Help = "", string Note = "");
