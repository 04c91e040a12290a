using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>The engine's command line.</summary>
/// <param name="Program">The program and its sub-command.</param>
/// <param name="Arguments">Its arguments, the same on each node.</param>
internal sealed record EngineCommand(ImmutableArray<string> Program, ImmutableArray<string> Arguments)
{
    /// <summary>GPUs that a node holds of a data-parallel layout over several nodes; 0 for other layouts.</summary>
    public int DataRanksPerNode { get; init; }

    /// <summary>The Ray program, where a cluster of its own joins the nodes; empty without Ray.</summary>
    public string Ray { get; init; } = "";

    /// <summary>Whether clients must send a key.</summary>
    public bool HasKey { get; init; }

    /// <summary>
    /// The whole command. Where something is known only when it starts, a shell appends it: `exec "$@" …` leaves the
    /// arguments themselves untouched.
    /// </summary>
    /// <param name="engine">Whose flags are used.</param>
    /// <param name="rank">Shell word for the node's rank.</param>
    /// <param name="address">Shell word for the first node's address.</param>
    /// <param name="nodes">Number of nodes.</param>
    public ImmutableArray<string> Start(Engine engine, string rank, string address, int nodes)
    {
        if (Ray.Length > 0)
        {
            var script = RayCluster.Script(rank, address, engine.NodeStart.AddressVariable);
            var executor = engine.Settings.WriteAtStart("serving.distributed_executor_backend", "ray");
            return ["/bin/sh", "-c", script, "sh", Ray, .. Program, .. Arguments, .. executor];
        }

        var words = nodes > 1 ? engine.NodeWords(new(rank, address, nodes, DataRanksPerNode)) : "";
        words += HasKey ? engine.KeyWords : "";
        return words.Length == 0 ? [.. Program, .. Arguments] : ["/bin/sh", "-c", "exec \"$@\"" + words, "sh", .. Program, .. Arguments];
    }

    /// <param name="d">The deployment.</param>
    /// <param name="e">Its estimate, which says how long sequences may be.</param>
    /// <param name="model">Id or folder of the checkpoint, as the engine finds it.</param>
    /// <param name="servedName">Name under which clients ask for the model.</param>
    public static EngineCommand Of(Deployment d, Estimate e, string model, string servedName)
    {
        var (engine, stated) = (d.Engine.Engine, LaunchSettings.Of(d));
        var launch = stated with
        {
            Settings = stated
                .Settings.SetItem(model.StartsWith('/') ? "model.path" : "model.name", model)
                .SetItem("model.served_name", servedName)
                .SetItem("serving.max_model_len", e.EffectiveMaxModelLen.ToString(CultureInfo.InvariantCulture)),
        };

        return new(engine.Program, [.. engine.Settings.Write(launch), .. d.Serving.ExtraArguments])
        {
            DataRanksPerNode = launch.DataRanksPerNode,
            Ray = d.UsesRay ? "ray" : "",
            HasKey = d.Security.ApiKey is not null,
        };
    }
}
