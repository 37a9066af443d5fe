using System.ComponentModel.DataAnnotations;

namespace OnPremLlm.Scribe;

/// <summary>Where Scribe finds and keeps its files. Checked when the Host starts.</summary>
public sealed class ScribeOptions
{
    /// <summary>The tenants' ledgers, one sub-folder each. Append-only; part of every backup. Required.</summary>
    [Required]
    public string LedgerFolder { get; set; } = "";

    /// <summary>The medicines that the site knows, one a line. Required.</summary>
    [Required]
    public string FormularyFile { get; set; } = "";
}
