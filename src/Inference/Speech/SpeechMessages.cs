using Protocol = OnPremLlm.Inference.Protocol;

namespace OnPremLlm.Inference;

/// <summary>Between this project's records and the messages of speech.proto.</summary>
internal static class SpeechMessages
{
    const int SampleRate = 16000;

    public static Protocol.RecognizeRequest Start(OwnerId owner, RecognitionStart start) => new()
    {
        Start = new() { Owner = owner.ToString(), Session = start.Session, OffsetMs = start.OffsetMs, SampleRate = SampleRate },
    };

    /// <summary>Null for an event that this release does not know.</summary>
    public static RecognitionUpdate? Update(Protocol.RecognizeEvent message) => message.EventCase switch
    {
        Protocol.RecognizeEvent.EventOneofCase.Partial => new RecognitionUpdate.Partial(message.Partial.StartMs, message.Partial.EndMs, message.Partial.Text),
        Protocol.RecognizeEvent.EventOneofCase.Final => new RecognitionUpdate.Final(message.Final.StartMs, message.Final.EndMs, message.Final.SettledMs,
            [.. message.Final.Words.Select(word => new RecognizedWord(word.Text, word.StartMs, word.EndMs, word.Confidence))]),
        Protocol.RecognizeEvent.EventOneofCase.Done => new RecognitionUpdate.Done(message.Done.AudioMs, message.Done.SpeechMs),
        _ => null,
    };
}
