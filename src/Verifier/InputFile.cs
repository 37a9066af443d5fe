using System.Text;

namespace OnPremLlm.Verifier;

/// <summary>Reads what the command line names; a failure is one sentence.</summary>
internal static class InputFile
{
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The file {path} cannot be read: {Why(path)}. Check the name and your access.", e);
        }
    }

    private static string Why(string path) =>
        Directory.Exists(path) ? "it is a folder" : File.Exists(path) ? "access was refused or the disk failed" : "there is no such file";

    public static string ReadText(string path) => Encoding.UTF8.GetString(Read(path));
}
