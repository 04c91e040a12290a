using System.Collections.Immutable;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>One thing that a user could change: help texts name it, `--fix` writes it, `plan` tries it.</summary>
/// <param name="Words">The change as a help text says it; null where help texts do not offer it.</param>
/// <param name="Edits">The keys that state it; empty where it is not one for `--fix`.</param>
/// <param name="Cost">How much it changes for the user, see <see cref="ChangeCost"/>; of several that work the cheapest is taken.</param>
/// <param name="IsSafe">Whether the same model runs on the same hardware with the same number format, context and memory share.</param>
/// <param name="Deployment">Makes the changed deployment; null where only compiling the edited file tells what follows.</param>
internal sealed record Change(string? Words, ImmutableArray<YamlEdit> Edits, int Cost, bool IsSafe, Func<Deployment>? Deployment = null);
