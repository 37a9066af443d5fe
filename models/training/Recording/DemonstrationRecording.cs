using System.Diagnostics;
using OnPremLlm.Training.Visits;

namespace OnPremLlm.Training.Recording;

/// <summary>
/// Speaks a transcript with two synthetic voices, one per channel: the doctor left, the patient right. Turns follow one another after a
/// short pause; a steady, very quiet noise stands in for the room.
/// </summary>
internal static class DemonstrationRecording
{
    // Seconds. Somebody who goes on speaking leaves a pause that ends an utterance; an answer comes sooner.
    const double FirstPause = .4;
    const double ToAnswer = .2;
    const double ToOwnNextLine = .6;
    const double PauseRange = .15;
    const double LastPause = .6;
    // About −66 dB.
    const int RoomNoise = 16;

    // Both voices are slow readers.
    static readonly Voice Doctor = new("rms", Stretch: ".80");
    static readonly Voice Patient = new("slt", Stretch: ".88");

    /// <summary>Reads <c>Doctor: …</c> and <c>Patient: …</c> lines and writes a 16 kHz stereo WAV file.</summary>
    public static void Make(string transcriptPath, string wavePath, Dice dice)
    {
        List<short> doctor = [], patient = [];
        Pad(doctor, patient, FirstPause);
        var speaker = "";
        foreach (var line in File.ReadLines(transcriptPath).Where(line => line.Length > 0))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var goesOn = speaker == line[..colon];
            speaker = line[..colon];
            var (channel, voice) = speaker == "Doctor" ? (doctor, Doctor) : (patient, Patient);
            Pad(doctor, patient, (goesOn ? ToOwnNextLine : ToAnswer) + (PauseRange * dice.Next()));
            channel.AddRange(Speak(voice, SpokenForm.Reading(line[(colon + 2)..], dice)));
        }

        Pad(doctor, patient, LastPause);
        var samples = new short[doctor.Count * 2];
        for (var i = 0; i < doctor.Count; i++)
        {
            samples[2 * i] = WithNoise(doctor[i], dice);
            samples[(2 * i) + 1] = WithNoise(patient[i], dice);
        }

        WaveFile.Write(wavePath, samples, channels: 2);
    }

    static void Pad(List<short> a, List<short> b, double seconds)
    {
        var length = Math.Max(a.Count, b.Count) + (int)(seconds * WaveFile.SampleRate);
        a.AddRange(new short[length - a.Count]);
        b.AddRange(new short[length - b.Count]);
    }

    static short WithNoise(short sample, Dice dice) => (short)Math.Clamp(sample + dice.Between(-RoomNoise, RoomNoise), short.MinValue, short.MaxValue);

    static short[] Speak(Voice voice, string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var flite = Process.Start("flite", ["-voice", voice.Name, "--setf", $"duration_stretch={voice.Stretch}", "-t", text, "-o", file]);
            flite.WaitForExit();
            return flite.ExitCode == 0
                ? WaveFile.ReadMono(file)
                : throw new InvalidOperationException($"flite ended with {flite.ExitCode}. Install it with its voices: apt-get install flite");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <param name="Name">As flite lists it.</param>
    /// <param name="Stretch">Below 1 speaks faster.</param>
    sealed record Voice(string Name, string Stretch);
}
