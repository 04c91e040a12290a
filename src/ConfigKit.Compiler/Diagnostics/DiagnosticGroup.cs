namespace ConfigKit.Diagnostics;

/// <summary>What a diagnostic is about; in the order in which the pages list them.</summary>
public enum DiagnosticGroup
{
    /// <summary>The text is not one YAML document.</summary>
    Syntax,

    /// <summary>A template of the user's can't be rendered.</summary>
    Templates,

    /// <summary>The document is YAML, but its keys and values are not those of a configuration.</summary>
    Binding,

    /// <summary>The user's own values have no single type each.</summary>
    Runtime,

    /// <summary>A name stands for nothing known.</summary>
    Names,

    /// <summary>Weights, KV cache and overhead against GPU memory.</summary>
    Memory,

    /// <summary>How the model is divided among the GPUs.</summary>
    Parallelism,

    /// <summary>Links, networks and the rates that they allow.</summary>
    Bandwidth,

    /// <summary>Main memory, storage, kernel and driver.</summary>
    Host,

    /// <summary>What an engine and its framework can do.</summary>
    Engine,

    /// <summary>Settings copied from elsewhere that do nothing here, or harm.</summary>
    Advice,

    /// <summary>Secrets, foreign code, images, confidential computing.</summary>
    Security,

    /// <summary>The reverse proxy before the engine.</summary>
    Gateway,

    /// <summary>Personal data and records about it.</summary>
    Compliance,

    /// <summary>Whether the workload is carried.</summary>
    Capacity,

    /// <summary>Scaling, rollout, monitoring.</summary>
    Operations,
}

/// <summary>What the groups are called.</summary>
public static class DiagnosticGroups
{
    /// <summary>The heading of the group.</summary>
    public static string Title(this DiagnosticGroup group) =>
        group switch
        {
            DiagnosticGroup.Syntax => "Syntax",
            DiagnosticGroup.Templates => "Templates",
            DiagnosticGroup.Binding => "Keys and values",
            DiagnosticGroup.Runtime => "Runtime values",
            DiagnosticGroup.Names => "Names",
            DiagnosticGroup.Memory => "Memory",
            DiagnosticGroup.Parallelism => "Parallelism",
            DiagnosticGroup.Bandwidth => "Bandwidth and network",
            DiagnosticGroup.Host => "Host and storage",
            DiagnosticGroup.Engine => "Engine",
            DiagnosticGroup.Advice => "Inherited settings",
            DiagnosticGroup.Security => "Security",
            DiagnosticGroup.Gateway => "Gateway",
            DiagnosticGroup.Compliance => "Compliance",
            DiagnosticGroup.Capacity => "Capacity",
            DiagnosticGroup.Operations => "Operations",
        };
}
