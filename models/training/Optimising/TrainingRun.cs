using OnPremLlm.Training.Examples;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>Trains a model, or goes on with one, and keeps its checkpoints in a folder.</summary>
public static class TrainingRun
{
    /// <summary>
    /// Runs until <see cref="TrainingSettings.Steps"/> are done or a stop is asked for; either way ends with a checkpoint. A folder that holds one is gone on
    /// with: with the same settings and examples the weights become the very ones of an unbroken run.
    /// </summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="log">One line now and then.</param>
    /// <param name="cancellationToken">Asks for a stop after the step that runs. See <see cref="StopSignals"/>.</param>
    /// <returns>Steps done in all.</returns>
    /// <exception cref="ArgumentException">A setting is out of its range, an example breaks a rule, or the folder holds a model of another shape.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    public static int Run(TrainingSettings settings, IExampleSource source, string folder, TextWriter log, CancellationToken cancellationToken)
    {
        settings.Check();
        Directory.CreateDirectory(folder);
        var loaded = Checkpoint.ReadNewest(folder);
        if (loaded is not null && loaded.Weights.Shape != settings.Shape)
        {
            throw new ArgumentException($"{folder} holds a model of shape {loaded.Weights.Shape}. Train {settings.Shape} in another folder.");
        }

        return Run(settings, source, folder, log, loaded ?? Begin(settings), cancellationToken);
    }

    static LoadedCheckpoint Begin(TrainingSettings settings)
    {
        var weights = new Weights(settings.Shape, settings.Seed);
        weights.Pack();
        return new(new(settings, new()), weights, new(weights.Layout.Length));
    }

    static int Run(TrainingSettings settings, IExampleSource source, string folder, TextWriter log, LoadedCheckpoint from, CancellationToken cancellationToken)
    {
        var state = from.Checkpoint.State;
        var progress = new ProgressLog(settings, log, TimeProvider.System, state);
        var (runner, update) = (new StepRunner(from.Weights, settings, source), new WeightUpdate(from.Weights, from.Moments, settings));
        void Save() => Checkpoint.Write(folder, new(settings, state with { CpuSeconds = progress.CpuSeconds }), from.Weights, from.Moments);

        progress.Say($"{settings.Shape.Parameters / 1e6:F2} M parameters, {settings.Threads} threads, {(state.Step == 0 ? "from random weights" : $"going on after step {state.Step}")}");
        while (state.Step < settings.Steps && !cancellationToken.IsCancellationRequested)
        {
            var result = runner.Run(state.Step);
            update.Apply(result.Gradients, state.Step + 1);
            state = state.Next(result.Tokens, result.AnswerLoss, result.PrefixLoss);
            progress.Report(state);
            if (state.Step % settings.CheckpointEverySteps == 0 && state.Step < settings.Steps)
            {
                Save();
            }
        }

        Save();
        progress.Say(state.Step < settings.Steps ? (FormattableString)$"Stopped after step {state.Step} of {settings.Steps}. Run the same command again to go on: {folder} holds all of it." : $"Done: {state.Step} steps.");
        return state.Step;
    }
}
