namespace ConfigKit.Engines;

/// <summary>A Ray cluster of the nodes of one deployment, which lives as long as the engine.</summary>
internal static class RayCluster
{
    private const int Port = 6379;

    /// <summary>
    /// The first node starts the cluster and the engine, which waits until the GPUs of the others have joined; those
    /// wait for the cluster. Each node names its own address, or Ray may take that of another network.
    /// </summary>
    /// <param name="rank">Shell word for the node's rank.</param>
    /// <param name="address">Shell word for the first node's address.</param>
    /// <param name="own">The variable that holds the node's own address.</param>
    public static string Script(string rank, string address, string own)
    {
        var join = $"--node-ip-address \"${own}\" --disable-usage-stats";
        var name = $"export {own}=\"${{{own}:-$(hostname -I | cut -d ' ' -f 1)}}\"; ";
        var head = $"\"$ray\" start --head --port {Port} {join} && exec \"$@\"; exit 1; ";
        var wait = $"until \"$ray\" health-check --address {address}:{Port}; do sleep 5; done; ";
        var first = $"if [ {rank} = 0 ]; then {head}fi; ";
        return $"ray=$1; shift; {name}{first}{wait}exec \"$ray\" start --block --address {address}:{Port} {join}";
    }
}
