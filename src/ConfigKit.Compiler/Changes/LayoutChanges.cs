using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>Other divisions of the model over the GPUs that there are.</summary>
internal static class LayoutChanges
{
    /// <param name="d">The deployment.</param>
    /// <param name="layouts">The legal layouts, in the order in which they are to be tried.</param>
    public static IEnumerable<Change> Of(Deployment d, IEnumerable<LayoutSizes> layouts) =>
        layouts.Select(l => To(d, l)).OfType<Change>().Concat(Switches(d));

    /// <summary>Null where it is the layout that stands.</summary>
    private static Change? To(Deployment d, LayoutSizes to)
    {
        var stated = d.Layout;
        ImmutableArray<YamlEdit> edits =
        [
            .. Edit("tensor", stated.Tensor, to.Tensor),
            .. Edit("pipeline", stated.Pipeline, to.Pipeline),
            .. Edit("data", stated.Data, to.Data),
        ];
        if (edits.IsEmpty)
        {
            return null;
        }

        // Help texts offer one replica over all GPUs: what does not fit is not helped by holding it several times.
        var isOffered = to.Data == 1 && (to.Tensor != stated.Tensor || to.Pipeline != stated.Pipeline);
        return new(
            isOffered ? $"set `parallelism: {{tensor: {to.Tensor}, pipeline: {to.Pipeline}}}`" : null,
            edits,
            ChangeCost.LayoutSizes(edits.Length),
            IsSafe: true,
            () => d.WithLayout(to.Tensor, to.Pipeline, to.Data, stated.Expert)
        );
    }

    private static IEnumerable<YamlEdit> Edit(string key, Setting<int> from, int to) =>
        from.Value == to ? [] : [YamlEdit.Set("parallelism." + key, to)];

    /// <summary>Experts split instead of whole, fewer ranks that share a context, fewer attention groups.</summary>
    private static IEnumerable<Change> Switches(Deployment d)
    {
        var layout = d.Layout;
        if (layout.Expert)
        {
            yield return Switch(YamlEdit.Set("parallelism.expert", false));
        }

        for (var context = layout.DecodeContext.Value - 1; context >= 1; context--)
        {
            if (layout.Tensor % context == 0)
            {
                yield return Switch(YamlEdit.Set("parallelism.decode_context", context));
            }
        }

        if (layout.DataParallelAttention && layout.Data > 1)
        {
            var groups = Enumerable.Range(1, layout.Data).Last(n => layout.Tensor % n == 0);
            yield return Switch(YamlEdit.Set("parallelism.data", groups));
        }

        static Change Switch(YamlEdit edit) => new(null, [edit], ChangeCost.LayoutSwitch, IsSafe: true);
    }
}
