namespace ConfigKit.Tests.Resolution.Settings;

public sealed class WorkloadTests
{
    [Fact]
    public void Nothing_is_asked_by_default()
    {
        var w = Decided.From().Workload;

        Assert.Null(w.RequestsPerSecond);
        Assert.Null(w.InputTokens);
        Assert.Null(w.OutputTokens);
        Assert.Null(w.TimeToFirstToken);
        Assert.Null(w.ProcessingTime);
        Assert.Null(w.LoadTime);
        Assert.Equal(0, w.StatedRequestTokens);
    }

    [Fact]
    public void Speed_is_estimated_with_one_request_and_an_assumed_prompt()
    {
        var w = Decided.From().Workload;

        Decided.IsDefault(1, "default", w.Concurrency);
        Decided.IsDefault(1024, "assumed", w.PromptTokens);
        Decided.IsDefault(0, "speed is estimated at the first token", w.AnswerTokens);
        Decided.IsDefault(0.95, "95 of 100 requests", w.Percentile);
        Decided.IsDefault(1, "default", w.Replicas);
        Decided.IsDefault(1.0, "one token per step without speculation", w.AcceptanceLength);
    }

    [Fact]
    public void Stated_values_win()
    {
        var w = Decided
            .From(
                "workload: {concurrency: 32, input_tokens: 2000, output_tokens: 500, percentile: 0.99, replicas: 3, acceptance_length: 1.8}"
            )
            .Workload;

        Decided.IsStated(32, w.Concurrency);
        Decided.IsStated(2000, w.PromptTokens);
        Decided.IsStated(500, w.AnswerTokens);
        Decided.IsStated(0.99, w.Percentile);
        Decided.IsStated(3, w.Replicas);
        Decided.IsStated(1.8, w.AcceptanceLength);
        Assert.Equal(2500, w.StatedRequestTokens);
        Assert.Equal(1.8, w.CertainAcceptanceLength);
    }

    /// <summary>Three drafted tokens and the one that the model itself gives.</summary>
    [Fact]
    public void Speculation_gives_at_best_every_drafted_token_and_for_certain_one()
    {
        var w = Decided.From(serving: "speculative: {method: mtp, num_tokens: 3}").Workload;

        Decided.IsDefault(4.0, "at best every drafted token is accepted", w.AcceptanceLength);
        Assert.Equal(1, w.CertainAcceptanceLength);
    }
}
