using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>A second tier of the KV cache in host memory.</summary>
/// <param name="Backend">What keeps the blocks.</param>
/// <param name="NodeBytes">Host memory per node, all ranks together.</param>
internal sealed record KvOffload(KvOffloadBackend Backend, long NodeBytes);
