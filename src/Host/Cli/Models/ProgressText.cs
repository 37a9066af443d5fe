using System.Globalization;
using OnPremLlm.Inference;
using Spectre.Console;

namespace OnPremLlm.Host.Cli.Models;

/// <summary>Tells how far a long step over a file is: after two seconds, then every two.</summary>
internal sealed class ProgressText(IAnsiConsole console, TimeProvider time) : IProgress<FileProgress>
{
    static readonly TimeSpan _every = TimeSpan.FromSeconds(2);
    string? _file;
    long _began;
    long _told;

    public void Report(FileProgress value)
    {
        if (value.File != _file)
        {
            (_file, _began, _told) = (value.File, time.GetTimestamp(), time.GetTimestamp());
        }

        if (time.GetElapsedTime(_told) >= _every)
        {
            _told = time.GetTimestamp();
            console.Profile.Out.Writer.WriteLine(Line(value, time.GetElapsedTime(_began)));
        }
    }

    internal static string Line(FileProgress value, TimeSpan elapsed)
    {
        var left = elapsed * ((value.Total - value.Done) / (double)Math.Max(1, value.Done));
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(value.File)}: {ModelText.MiB(value.Done)} of {ModelText.MiB(value.Total)} ({100 * value.Done / Math.Max(1, value.Total)} %), {Math.Ceiling(left.TotalSeconds):N0} s left");
    }
}
