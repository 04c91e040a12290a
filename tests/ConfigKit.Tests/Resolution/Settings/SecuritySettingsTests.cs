using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class SecuritySettingsTests
{
    [Fact]
    public void Defaults_and_their_reasons()
    {
        var s = Decided.From().Security;

        Assert.Null(s.ApiKey);
        Assert.Null(s.HuggingFaceToken);
        Decided.IsDefault(ConfidentialMode.Off, "off by default", s.ConfidentialComputing);
        Decided.IsDefault(GpuSharingMode.None, "a pod has its GPUs to itself", s.GpuSharing);
        Assert.False(s.IsConfidential || s.SharesGpu);
    }

    [Fact]
    public void Stated_values_win()
    {
        var s = Decided.From("security: {api_key: \"${env:KEY}\", confidential_computing: ppcie, gpu_sharing: mig}").Security;

        Assert.Equal("${env:KEY}", s.ApiKey);
        Decided.IsStated(ConfidentialMode.Ppcie, s.ConfidentialComputing);
        Decided.IsStated(GpuSharingMode.Mig, s.GpuSharing);
        Assert.True(s.IsConfidential && s.SharesGpu);
    }
}
