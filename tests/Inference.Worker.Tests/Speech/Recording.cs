using System.Runtime.InteropServices;
using OnPremLlm.TestSupport;

namespace OnPremLlm.Inference.Worker.Tests.Speech;

/// <summary>The demonstration recording, by channel.</summary>
internal static class Recording
{
    const int HeaderBytes = 44;

    public const int SampleRate = 16000;

    /// <summary>What the doctor says, as it is recognised.</summary>
    public static readonly string[] DoctorLines =
    [
        "good morning what brings you in today",
        "when did this start",
        "on a scale of one to ten how bad is it",
        "any fever or chills",
        "do you have shortness of breath",
        "have you noticed any wheezing",
        "what medications are you taking",
        "are you allergic to anything",
        "your blood pressure is one hundred forty six over eighty three",
        "your temperature is thirty eight point two degrees",
        "on exam i see crackles at the right base",
        "i think this is pneumonia",
        "i'm going to start you on azithromycin two fifty milligrams once a day for five days",
        "i'll order a chest x-ray",
        "let's follow up in two weeks",
    ];

    /// <summary>What the patient says, as it is recognised.</summary>
    public static readonly string[] PatientLines =
    [
        "i've got this cough that won't go away",
        "two weeks ago no wait it was three weeks ago",
        "about a six",
        "some fever no chills",
        "no shortness of breath",
        "yes some wheezing",
        "five hundred milligrams of metformin twice a day",
        "and i take lisinopril twenty milligrams once a day",
        "i'm allergic to penicillin i had hives",
        "thank you doctor",
    ];

    public static short[] Doctor { get; } = Channel(0);

    public static short[] Patient { get; } = Channel(1);

    /// <summary>Samples from one time to another.</summary>
    public static short[] Part(short[] channel, double fromSeconds, double toSeconds) =>
        channel[(int)(fromSeconds * SampleRate)..Math.Min(channel.Length, (int)(toSeconds * SampleRate))];

    static short[] Channel(int number)
    {
        var samples = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Repository.PathOf("models", "demo", "visit-1.wav")).AsSpan(HeaderBytes)).ToArray();
        return [.. samples.Where((_, i) => i % 2 == number)];
    }
}
