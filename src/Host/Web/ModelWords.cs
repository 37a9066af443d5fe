using System.Globalization;
using OnPremLlm.Inference;

namespace OnPremLlm.Host.Web;

/// <summary>Models in the words of those who read the pages.</summary>
internal static class ModelWords
{
    public const string Unknown = "not stated";

    const int ShortHashDigits = 12;

    public static string ShortHash(RegisteredModel model) => model.Sha256?[..ShortHashDigits] ?? "not listed";

    public static string Process(IsolationMode isolation) => isolation is IsolationMode.Shared ? "Shared with other clinics" : "This clinic's own";

    public static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");
}
