using System.CommandLine;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Hosting;
using OnPremLlm.Inference.Worker.Speech.Sphinx;

namespace OnPremLlm.Inference.Worker.Speech;

/// <summary>`worker speech`: serves the embedded recognizer.</summary>
internal static class SpeechCommand
{
    const int MostDecoders = 64;

    public static Command Create()
    {
        var host = new HostArguments();
        var native = new Option<string>("--native") { Required = true, Description = "Folder of the pinned native packages (deploy/native/node_modules)." };
        var models = new Option<string>("--models") { Required = true, Description = "Folder that holds speech/clinical.dict and speech/visits.lm." };
        var decoders = new Option<int>("--decoders") { DefaultValueFactory = _ => 4, Description = $"Channels recognized at a time, 1 to {MostDecoders}. Each has its own models in memory. Default 4." };
        decoders.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostDecoders)
            {
                result.AddError($"--decoders must be 1 to {MostDecoders}.");
            }
        });

        var command = new Command("speech", "Serves recognition of speech with pocketsphinx: a demonstration engine, not a clinical one.");
        host.AddTo(command);
        command.Options.Add(native);
        command.Options.Add(models);
        command.Options.Add(decoders);
        command.SetAction((line, cancellationToken) => WorkerHost.RunAsync(
            WorkerRole.Speech,
            host.Read(line),
            builder => AddSpeech(builder.Services, line.GetRequiredValue(native), line.GetRequiredValue(models), line.GetValue(decoders)),
            app =>
            {
                app.MapGrpcService<SpeechService>();
                app.Logger.SpeechReady(SphinxLibrary.Version(), app.Services.GetRequiredService<Recognizer>().Files.Sha256);
            },
            cancellationToken));
        return command;
    }

    /// <summary>Loads the models, and throws <see cref="WorkerStartException"/> when one is missing or refused.</summary>
    internal static void AddSpeech(IServiceCollection services, string native, string models, int decoders)
    {
        var recognizer = new Recognizer(SpeechModelFiles.Open(native, models), decoders);
        // Made by a factory so that the container disposes of it.
        services.AddSingleton(_ => recognizer);
        services.AddSingleton<IEngine, SpeechEngine>();
    }
}
