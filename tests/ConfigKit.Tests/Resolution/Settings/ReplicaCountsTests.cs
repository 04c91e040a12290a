namespace ConfigKit.Tests.Resolution.Settings;

public sealed class ReplicaCountsTests
{
    [Fact]
    public void One_runs_by_default()
    {
        var r = Decided.From().Replicas;

        Decided.IsDefault(1, "default", r.AtStart);
        Assert.Null(r.MostOfAutoscaling);
        Assert.Equal(1, r.Most);
        Assert.False(r.MayBeSeveral);
    }

    [Fact]
    public void Workload_states_them()
    {
        var r = Decided.From("workload: {replicas: 4}").Replicas;

        Decided.IsStated(4, r.AtStart);
        Assert.Equal(4, r.Most);
        Assert.True(r.MayBeSeveral);
    }

    [Fact]
    public void Autoscaling_starts_with_the_workload_and_doubles_it()
    {
        var r = Decided.From("workload: {replicas: 3}\nkubernetes: {autoscaling: {}}").Replicas;

        Decided.IsDefault(3, "from workload.replicas", r.AtStart);
        Decided.IsDefault(6, "twice min_replicas", r.MostOfAutoscaling!.Value);
        Assert.Equal(6, r.Most);
    }

    /// <summary>The load is checked with the workload's number, whatever runs at first.</summary>
    [Fact]
    public void Autoscaling_may_start_with_fewer_than_share_the_load()
    {
        var d = Decided.From("workload: {replicas: 3}\nkubernetes: {autoscaling: {min_replicas: 1, max_replicas: 5}}");

        Decided.IsStated(1, d.Replicas.AtStart);
        Decided.IsStated(5, d.Replicas.MostOfAutoscaling!.Value);
        Decided.IsStated(3, d.Workload.Replicas);
    }

    [Fact]
    public void Autoscaling_may_run_several_even_from_one_to_one() =>
        Assert.True(Decided.From("kubernetes: {autoscaling: {min_replicas: 1, max_replicas: 1}}").Replicas.MayBeSeveral);

    [Fact]
    public void An_environment_may_have_the_most()
    {
        var r = Decided.From("workload: {replicas: 2}\nenvironments: {production: {replicas: 5}, staging: {}}").Replicas;

        Decided.IsStated(2, r.AtStart);
        Assert.Equal(5, r.Most);
    }
}
