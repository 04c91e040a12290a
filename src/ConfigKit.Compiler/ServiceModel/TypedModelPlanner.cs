using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;
using ConfigKit.Typing;

namespace ConfigKit.ServiceModel;

/// <summary>The types of a configuration for programs: one record for each section, the user's own values, what was resolved.</summary>
internal static class TypedModelPlanner
{
    private const string ResolvedKey = "resolved";

    /// <param name="keys">Every key of a file.</param>
    /// <param name="runtime">The type of the user's own values.</param>
    /// <param name="name">Name of the outermost record.</param>
    public static TypedType Of(ImmutableArray<KeyInfo> keys, TypedType runtime, string name)
    {
        // Types and cluster overlays are for the compiler alone.
        var members = keys.Where(k => k.Name is not ("runtime_types" or "environments"))
            .Select(k => k.Type == KeyType.Any ? new TypedMember(k.Name, "Runtime", runtime, k.Description, IsOptional: false) : Member(k))
            .Append(
                new TypedMember(
                    ResolvedKey,
                    "Resolved",
                    Resolved(),
                    "What the compiler decided: defaults of the engine's release, names, ports, times.",
                    IsOptional: false
                )
            );
        return Declare(new TypedType(TypedKind.Record) { Members = [.. members] }, name);
    }

    private static TypedMember Member(KeyInfo key)
    {
        var isRecord = key.Type == KeyType.Section;
        var isCollection = key.Type is KeyType.List or KeyType.Map;
        var description = key.Default.Length > 0 ? $"{key.Description} Left out: {key.Default}." : key.Description;
        return new TypedMember(
            key.Name,
            Identifier.Of(key.Name)!,
            TypeOf(key, key.Type),
            description,
            isRecord ? key.IsOptionalSection : !isCollection
        );
    }

    private static TypedType TypeOf(KeyInfo key, KeyType type) =>
        type switch
        {
            KeyType.Integer => new TypedType(TypedKind.Integer)
            {
                Minimum = key.Minimum,
                Maximum = key.Maximum,
                Specials = key.Words,
            },
            KeyType.Number => new TypedType(TypedKind.Number) { Minimum = key.Minimum, Maximum = key.Maximum },
            KeyType.Boolean => new TypedType(TypedKind.Boolean),
            KeyType.Size => new TypedType(TypedKind.Bytes)
            {
                Name = "size",
                Minimum = key.Minimum,
                Maximum = key.Maximum,
                Specials = key.Words,
            },
            KeyType.Rate => new TypedType(TypedKind.Bytes) { Name = "rate" },
            KeyType.Duration => new TypedType(TypedKind.Duration),
            KeyType.Choice => new TypedType(TypedKind.Enum)
            {
                Words = [.. key.Choices.Select(c => new TypedWord(c.Name, Identifier.Of(c.Name)!, c.Description))],
            },
            KeyType.List => new TypedType(TypedKind.List) { Item = TypeOf(key, key.Item ?? KeyType.Text) },
            KeyType.Map => new TypedType(TypedKind.Map),
            KeyType.Section => new TypedType(TypedKind.Record) { Members = [.. key.Children.Select(Member)] },
            _ when key.IsSecret => new TypedType(TypedKind.Secret),
            _ => new TypedType(TypedKind.Text) { Pattern = key.Pattern, Meaning = key.PatternMeaning },
        };

    /// <summary>What every service needs; a member that follows a key takes the value that a program is started with.</summary>
    private static TypedType Resolved()
    {
        var text = new TypedType(TypedKind.Text);
        var time = new TypedType(TypedKind.Duration);
        TypedMember[] members =
        [
            Fixed("name", text, "Name of the deployment's objects."),
            Fixed("model", text, "Catalogue id of the model."),
            Fixed("served_model_name", text, "Name under which clients ask for the model.", "model.served_name"),
            Fixed("engine", text, "The inference engine.", ""),
            Fixed("engine_version", text, "Release of the engine.", ""),
            Fixed("endpoint", new TypedType(TypedKind.Uri), "Base address of the OpenAI-compatible API in the cluster."),
            Fixed("port", Whole(), "TCP port of the engine.", "serving.port"),
            Fixed("health_path", text, "Path that answers once the engine has started."),
            Fixed("max_model_len", Whole(), "Longest sequence in tokens, prompt and output together.", "serving.max_model_len"),
            Fixed("max_num_seqs", Whole(), "Most sequences in one step.", "serving.max_num_seqs"),
            Fixed("max_num_batched_tokens", Whole(), "Most tokens in one step.", "serving.max_num_batched_tokens"),
            Fixed("kv_cache_tokens", TypedType.Long, "Tokens that the KV cache of one replica holds."),
            Fixed("gpus", Whole(), "GPUs of one replica."),
            Fixed("replicas", Whole(), "Replicas of the deployment.", "workload.replicas"),
            Fixed("start_timeout", time, "Longest time from start to ready."),
            Fixed("drain_timeout", time, "How long running requests may finish.", "rollout.drain_timeout"),
        ];
        return new TypedType(TypedKind.Record) { Members = [.. members] };

        static TypedType Whole() => new(TypedKind.Integer) { Minimum = 0, Maximum = int.MaxValue };

        static TypedMember Fixed(string key, TypedType type, string description, string follows = "") =>
            new(key, Identifier.Of(key)!, type, description, IsOptional: false, follows);
    }

    /// <summary>Names the types declared inside a record, apart from its members, its own name and each other.</summary>
    private static TypedType Declare(TypedType record, string name)
    {
        var taken = record.Members.Select(m => m.Identifier).Append(name).ToHashSet(StringComparer.Ordinal);
        return record with
        {
            Name = name,
            Members =
            [
                .. record.Members.Select(m =>
                    m with
                    {
                        Identifier = m.Identifier == name ? m.Identifier + "_" : m.Identifier,
                        Type = Declared(m.Type, m.Identifier),
                    }
                ),
            ],
        };

        TypedType Declared(TypedType type, string identifier) =>
            type.Kind switch
            {
                TypedKind.Record => Declare(type, Unique(identifier + "Section")),
                TypedKind.Enum => type with { Name = Unique(identifier + "Kind") },
                TypedKind.List => type with { Item = Declared(type.Item!, identifier + "Item") },
                _ => type,
            };

        string Unique(string wanted)
        {
            while (!taken.Add(wanted))
            {
                wanted += "_";
            }

            return wanted;
        }
    }
}
