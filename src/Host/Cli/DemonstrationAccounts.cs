using System.Security.Cryptography;
using System.Text.Json;

namespace OnPremLlm.Host.Cli;

/// <summary>One demonstration account; the password is random per installation.</summary>
internal sealed record DemonstrationAccount(string Email, string Name, string Password);

/// <summary>The people of the demonstration, kept in a file of mode 0600 so that quickstart can be run again.</summary>
internal sealed record DemonstrationAccounts(
    DemonstrationAccount Clinician, DemonstrationAccount Compliance, DemonstrationAccount Administrator, DemonstrationAccount OtherClinician)
{
    public static DemonstrationAccounts Create() => new(
        new("doctor@north.example", "Dr Ada North", NewPassword()),
        new("compliance@north.example", "Cora North", NewPassword()),
        new("admin@north.example", "Alex North", NewPassword()),
        new("doctor@south.example", "Dr Sam South", NewPassword()));

    /// <summary>Throws <see cref="DemonstrationException"/> when the file is missing.</summary>
    public static DemonstrationAccounts Read(string file) => File.Exists(file)
        ? JsonSerializer.Deserialize<DemonstrationAccounts>(File.ReadAllBytes(file)) ?? throw new DemonstrationException($"{file} is empty. Remove the data folder and run deploy/quickstart again.")
        : throw new DemonstrationException($"There is no {file}: the demonstration's accounts are made by deploy/quickstart.");

    public void Write(string file)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        JsonSerializer.Serialize(stream, this);
    }

    static string NewPassword() => $"{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 6)}-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 6)}-{RandomNumberGenerator.GetString("23456789", 4)}";
}
