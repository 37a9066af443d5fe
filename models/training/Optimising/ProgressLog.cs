using System.Diagnostics;
using System.Globalization;

namespace OnPremLlm.Training.Optimising;

/// <summary>Keeps the time of a run and says how far it is.</summary>
internal sealed class ProgressLog(TrainingSettings settings, TextWriter writer, TimeProvider time, TrainingState begun)
{
    readonly long start = time.GetTimestamp();
    readonly TimeSpan cpuAtStart = CpuTime();
    (long Tokens, TimeSpan At) reported = (begun.Tokens, TimeSpan.Zero);

    /// <summary>Processor seconds of the whole run, those before a pause too.</summary>
    public double CpuSeconds => begun.CpuSeconds + (CpuTime() - cpuAtStart).TotalSeconds;

    public void Say(FormattableString line) => writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public void Report(TrainingState state)
    {
        if (state.Step % settings.ReportEverySteps != 0 && state.Step != settings.Steps)
        {
            return;
        }

        var elapsed = time.GetElapsedTime(start);
        var speed = (state.Tokens - reported.Tokens) / Math.Max(1e-3, (elapsed - reported.At).TotalSeconds);
        var left = elapsed / Math.Max(1, state.Step - begun.Step) * (settings.Steps - state.Step);
        reported = (state.Tokens, elapsed);
        Say($"step {state.Step} of {settings.Steps}  {state.Tokens / 1e6:F2} Mtok  {speed:F0} tok/s  answer {state.AnswerLoss:F4}  prefix {state.PrefixLoss:F3}  rate {settings.RateOf(state.Step):F4}  CPU {CpuSeconds / 3600:F3} h  left {left:d'.'hh':'mm':'ss}");
    }

    static TimeSpan CpuTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
