using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OnPremLlm.Tenancy.ControlPlane;
using OnPremLlm.Tenancy.Keys;

namespace OnPremLlm.Tenancy;

/// <summary>Where the control database and the keystore are.</summary>
public sealed class TenancyOptions
{
    /// <summary>The file of connection settings that <see cref="ControlProvisioner"/> wrote ("control.json"). No default.</summary>
    [Required]
    public string ControlSettingsFile { get; set; } = "";

    /// <summary>The file keystore.</summary>
    [Required, ValidateObjectMembers]
    public KeystoreOptions Keystore { get; set; } = new();
}

[OptionsValidator]
sealed partial class TenancyOptionsValidator : IValidateOptions<TenancyOptions>;
