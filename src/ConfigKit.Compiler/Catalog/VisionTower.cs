namespace ConfigKit.Catalog;

/// <summary>The encoder of images that some V4 checkpoints carry.</summary>
/// <param name="PatchSize">Edge of a patch in pixels.</param>
/// <param name="Downsample">Edge of the square of patches that becomes one token.</param>
internal sealed record VisionTower(int Layers, int Width, int Heads, int InnerWidth, int PatchSize, int Downsample);
