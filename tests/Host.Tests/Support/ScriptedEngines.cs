using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OnPremLlm.Inference;
using OnPremLlm.TestSupport.Workers;

namespace OnPremLlm.Host.Tests.Support;

/// <summary>The engines of the Host under test; what they hear, write and how they fail is set for each visit.</summary>
internal sealed class ScriptedEngines
{
    readonly ConcurrentDictionary<string, IReadOnlyList<ScriptedUtterance>> _heard = new();
    readonly ConcurrentDictionary<string, string> _notes = new();
    readonly ConcurrentDictionary<string, InferenceException> _modelFailures = new();
    readonly ConcurrentDictionary<string, int> _deaths = new();

    public ScriptedEngines()
    {
        Recognizer = new MortalRecognizer(new ScriptedRecognizer((_, start) => Heard(start)), _deaths);
        var info = new LanguageModelInfo
        {
            Id = "scripted",
            Sha256 = new('0', 64),
            Name = "Scripted",
            ContextPerSequence = 1024,
            ChatTemplateSupported = false,
            IsDemonstration = false,
            PromptFormat = "demo-scribe-interim",
        };
        LanguageModel = new ScriptedLanguageModel(request => Note(request.Session)) { Info = info };
    }

    public ISpeechRecognizer Recognizer { get; }

    public ScriptedLanguageModel LanguageModel { get; }

    public void Hear(Guid visit, params ScriptedUtterance[] utterances) => _heard[Key(visit)] = utterances;

    /// <summary>The chief complaint that the model writes.</summary>
    public void Write(Guid visit, string complaint) => _notes[Key(visit)] = complaint;

    /// <summary>The next draft of the visit fails.</summary>
    public void FailDraft(Guid visit, InferenceException failure) => _modelFailures[Key(visit)] = failure;

    /// <summary>The visit's recognizer dies so many times, each time after its first utterance.</summary>
    public void DieAfterUtterance(Guid visit, int times) => _deaths[Key(visit)] = times;

    IReadOnlyList<ScriptedUtterance> Heard(RecognitionStart start) =>
        [.. _heard.GetValueOrDefault(start.Session.Split('-')[0], []).Where(u => u.StartMs >= start.OffsetMs)
            .Select(u => u with { StartMs = u.StartMs - start.OffsetMs, EndMs = u.EndMs - start.OffsetMs })];

    /// <summary>The next answer that belongs to no visit fails, after it began.</summary>
    public void FailApi(InferenceException failure) => _modelFailures[""] = failure;

    string Note(string session) =>
        _modelFailures.TryRemove(session, out var failure) ? throw failure : $"## Subjective\n**Chief complaint:** {_notes.GetValueOrDefault(session, "headache")}\n";

    static string Key(Guid visit) => visit.ToString("N");

    sealed class MortalRecognizer(ScriptedRecognizer recognizer, ConcurrentDictionary<string, int> deaths) : ISpeechRecognizer
    {
        public ValueTask<RecognizerInfo> DescribeAsync(OwnerId owner, CancellationToken ct) => recognizer.DescribeAsync(owner, ct);

        public async IAsyncEnumerable<RecognitionUpdate> RecognizeAsync(
            OwnerId owner, RecognitionStart start, IAsyncEnumerable<ReadOnlyMemory<byte>> pcm16, [EnumeratorCancellation] CancellationToken ct)
        {
            var visit = start.Session.Split('-')[0];
            await foreach (var update in recognizer.RecognizeAsync(owner, start, pcm16, ct))
            {
                yield return update;
                if (update is RecognitionUpdate.Final && deaths.GetValueOrDefault(visit) is > 0 and var left)
                {
                    deaths[visit] = left - 1;
                    throw new InferenceException(InferenceFailure.WorkerDied, "The speech worker ended in the middle of the stream. Send it again.");
                }
            }
        }
    }
}
